package dev.llmdriver.http.internal;

import dev.llmdriver.http.HttpOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Lease;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts event loops, and ends them so that the process can end at once. */
final class EventLoops {
    private static final int MOST = 4;
    private static final int BLOCKED_SECONDS = 10;
    private static final long CLOSE_SECONDS = 1;
    private static final long PATIENCE_MILLIS = 100;
    private static final int REQUESTS = 5;

    private EventLoops() {}

    /** {@return the event loops to use: those passed in, never closed by us, or a share in common ones} */
    static Lease<Vertx> lease(DriverOptions options) {
        Optional<Vertx> passedIn = options.get(HttpOptions.VERTX);
        return passedIn.isPresent()
                ? new Borrowed(passedIn.get())
                : options.shared().lease(Vertx.class, EventLoops::start, EventLoops::close);
    }

    private record Borrowed(Vertx vertx) implements Lease<Vertx> {
        @Override
        public Vertx get() {
            return vertx;
        }

        @Override
        public void close() {
            // whoever passed it in closes it
        }
    }

    /** Vert.x looks around with the thread's class loader when its classes are first used; if there is none they never work again. */
    private static Vertx start() {
        Thread thread = Thread.currentThread();
        if (thread.getContextClassLoader() != null) {
            return make();
        }
        thread.setContextClassLoader(EventLoops.class.getClassLoader());
        try {
            return make();
        } finally {
            thread.setContextClassLoader(null);
        }
    }

    /** Few threads, all of them daemons, and nothing on disk. */
    private static Vertx make() {
        // The application that reads the answers needs processors, too.
        int loops = Math.max(1, Math.min(MOST, Runtime.getRuntime().availableProcessors() / 2));
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setUseDaemonThread(true)
                // A loaded machine is no reason to write warnings into the terminal.
                .setMaxEventLoopExecuteTime(BLOCKED_SECONDS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /**
     * Waits until the threads are gone: a Java process that ends gives those that wait inside the system, as event loops do, a third
     * of a second. On an event loop nothing may be waited for.
     */
    private static void close(Vertx vertx) {
        EventLoopGroup group = ((VertxInternal) vertx).nettyEventLoopGroup();
        group.terminationFuture().addListener(ended -> endGlobalExecutor());
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        group.forEach(loop -> loop.execute(() -> threads.add(Thread.currentThread())));
        Future<Void> closed = vertx.close();
        if (Context.isOnEventLoopThread()) {
            return;
        }
        try {
            closed.toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
            for (Thread thread : threads) {
                thread.join(PATIENCE_MILLIS);
            }
            awaitGlobalExecutor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            System.getLogger("dev.llmdriver.http")
                    .log(System.Logger.Level.DEBUG, "the event loops did not end in time", late);
        }
    }

    /**
     * An event loop's last deed is to hand its end to the global executor, and then to see to it that this has a thread: where the
     * task was done before, the new thread has nothing to do and would wait out its second. So the loops must be gone before it is
     * asked, and asked again if asking itself did the same. One that has other work stays.
     */
    private static void awaitGlobalExecutor() throws InterruptedException {
        long patience = 1;
        for (int i = 0; i < REQUESTS && !inactive(patience); i++) {
            endGlobalExecutor();
            patience = PATIENCE_MILLIS;
        }
    }

    private static boolean inactive(long millis) throws InterruptedException {
        return GlobalEventExecutor.INSTANCE.awaitInactivity(millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Netty tells of the end of an event loop on a thread of its own, which keeps the process for another second lest more should
     * come. An interrupted one looks at once whether there is more, and ends if there is not.
     */
    private static void endGlobalExecutor() {
        GlobalEventExecutor.INSTANCE.execute(() -> Thread.currentThread().interrupt());
    }
}
