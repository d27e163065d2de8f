package dev.llmdriver.server.internal.chats;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** Connections to a database, which is reached and given its tables when the first is asked for. Thread-safe. */
final class Connections implements AutoCloseable {
    /** How long a failure is told again without another try. */
    private static final Duration MEMORY = Duration.ofSeconds(1);

    private final DatabaseSettings settings;
    private final int most;
    /** Guarded by this, as are the next two. */
    private @Nullable HikariDataSource pool;

    private @Nullable RuntimeException failure;
    private long failedAt;

    Connections(DatabaseSettings settings, int most) {
        this.settings = settings;
        this.most = most;
    }

    /** {@return one that works, and that nobody else uses until it is closed} */
    Connection get() throws SQLException {
        HikariDataSource open = open();
        Connection connection = open.getConnection();
        while (!connection.isValid((int) Pools.VALIDATION_TIME.toSeconds())) { // the pool trusts those just used
            open.evictConnection(connection);
            connection = open.getConnection();
        }
        return connection;
    }

    /** Those who waited while another one tried in vain need not wait as long again. */
    private synchronized HikariDataSource open() {
        if (pool != null) {
            return pool;
        }
        if (failure != null && System.nanoTime() - failedAt < MEMORY.toNanos()) {
            throw failure;
        }
        try {
            HikariDataSource open = settings.file().map(this::inFile).orElseGet(this::connected);
            pool = open;
            return open;
        } catch (RuntimeException failed) {
            failure = failed;
            failedAt = System.nanoTime();
            throw failed;
        }
    }

    private HikariDataSource inFile(Path file) {
        ChatFile.create(file);
        return ChatFile.alone(file, this::connected);
    }

    private HikariDataSource connected() {
        HikariDataSource open = Pools.open(settings, most);
        try {
            migrate(open);
            return open;
        } catch (RuntimeException failed) {
            open.close();
            throw failed;
        }
    }

    /** The tables may stand beside those of others, who may use the same library. */
    private void migrate(HikariDataSource open) {
        Flyway.configure(Connections.class.getClassLoader())
                .dataSource(open)
                .loggers("slf4j")
                .locations(settings.dialect().scripts())
                .failOnMissingLocations(true)
                .table("llm_chats_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
