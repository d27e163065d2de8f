package dev.llmdriver.server.internal.chats;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does the work of a database, in transactions, on a few threads of its own. Thread-safe. */
final class Database implements AutoCloseable {
    private static final int READERS = 4;
    private static final int IDLE_SECONDS = 30;
    /** While a database is away, each thread waits for it in vain; what stands behind it in the queue need not do so, too. */
    private static final Duration READING_TIME = Duration.ofSeconds(5);

    /** What is to be kept may wait for longer: it is lost otherwise. */
    private static final Duration WRITING_TIME = Duration.ofSeconds(30);

    private static final Duration CLOSING_TIME = Duration.ofSeconds(30);
    private static final int TRIES = 3;

    /** What is done in one transaction. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it, or changes nothing. */
        T in(Connection connection) throws SQLException;
    }

    private final ThreadPoolExecutor reading;
    private final ThreadPoolExecutor writing;
    private final Connections connections;

    Database(DatabaseSettings settings) {
        int writers = settings.dialect().writers();
        this.reading = threads(READERS);
        this.writing = threads(writers);
        this.connections = new Connections(settings, READERS + writers);
    }

    private static ThreadPoolExecutor threads(int most) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Database::thread);
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "llm-server-chats");
        thread.setDaemon(true);
        return thread;
    }

    /** {@return what the work gives, which changes nothing; fails with a {@link StoreException}} */
    <T> CompletableFuture<T> read(Work<T> work) {
        return begin(reading, READING_TIME, work);
    }

    /**
     * {@return what the work gives, which begins by writing; fails with a {@link StoreException}, and then nothing is known to have
     * changed}
     */
    <T> CompletableFuture<T> write(Work<T> work) {
        return begin(writing, WRITING_TIME, work);
    }

    private <T> CompletableFuture<T> begin(ThreadPoolExecutor threads, Duration patience, Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        long latest = System.nanoTime() + patience.toNanos();
        try {
            threads.execute(() -> complete(result, latest, work));
        } catch (RejectedExecutionException closed) {
            result.completeExceptionally(new StoreException("the server ends, and keeps no chats any more", closed));
        }
        return result;
    }

    private <T> void complete(CompletableFuture<T> result, long latest, Work<T> work) {
        try {
            if (System.nanoTime() - latest > 0) {
                throw new TimeoutException("no thread was free");
            }
            result.complete(tried(work));
        } catch (SQLException | TimeoutException | RuntimeException | Error failure) {
            result.completeExceptionally(Faults.of(failure));
        }
    }

    private <T> T tried(Work<T> work) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                return once(work);
            } catch (SQLException failure) {
                if (tries == TRIES || !Faults.isRace(failure)) {
                    throw failure;
                }
            }
        }
    }

    /** A connection that is given back undoes what was not committed. */
    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = connections.get()) {
            T value = work.in(connection);
            connection.commit();
            return value;
        }
    }

    /** Ends the work that was begun, and then the connections. */
    @Override
    public void close() {
        reading.shutdown();
        writing.shutdown();
        try {
            boolean ignored = writing.awaitTermination(CLOSING_TIME.toSeconds(), TimeUnit.SECONDS)
                    && reading.awaitTermination(CLOSING_TIME.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        connections.close();
    }
}
