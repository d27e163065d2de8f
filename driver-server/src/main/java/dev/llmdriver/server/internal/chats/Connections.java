package dev.llmdriver.server.internal.chats;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** Connections to a database, which is reached and given its tables when the first is asked for. Thread-safe. */
final class Connections implements AutoCloseable {
    private static final Duration CONNECT_TIME = Duration.ofSeconds(2);
    /** H2 may have to mend a file first that was not closed. */
    private static final Duration OPEN_TIME = Duration.ofSeconds(5);

    private static final int VALIDATION_SECONDS = 1;
    private static final Duration ANSWER_TIME = Duration.ofSeconds(10);

    /** How long a failure is told again without another try. */
    private static final Duration MEMORY = Duration.ofSeconds(1);

    private final DatabaseSettings settings;
    private final int most;
    /** Guarded by this, as are the next three. */
    private @Nullable HikariDataSource pool;

    private boolean ready;
    private @Nullable RuntimeException failure;
    private long failedAt;

    Connections(DatabaseSettings settings, int most) {
        this.settings = settings;
        this.most = most;
    }

    private HikariConfig config() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("llm-chats");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setAutoCommit(false);
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1); // the first transaction tells what is wrong
        config.setConnectionTimeout((settings.isPostgres() ? CONNECT_TIME : OPEN_TIME).toMillis());
        config.setValidationTimeout(Duration.ofSeconds(VALIDATION_SECONDS).toMillis());
        if (settings.isPostgres()) {
            config.addDataSourceProperty("connectTimeout", CONNECT_TIME.toSeconds());
            config.addDataSourceProperty("socketTimeout", ANSWER_TIME.toSeconds());
            config.addDataSourceProperty("tcpKeepAlive", true);
            config.addDataSourceProperty("logServerErrorDetail", false); // it quotes what people said
        }
        return config;
    }

    /** {@return one that works, and that nobody else uses until it is closed} */
    Connection get() throws SQLException {
        HikariDataSource open = open();
        Connection connection = open.getConnection();
        while (!connection.isValid(VALIDATION_SECONDS)) { // the pool itself trusts those that were used just now
            open.evictConnection(connection);
            connection = open.getConnection();
        }
        return connection;
    }

    /** H2 writes commits to its file when it likes, but what was acknowledged is to outlive the process. */
    void write(Connection connection) throws SQLException {
        if (settings.folder().isPresent()) {
            try (Statement checkpoint = connection.createStatement()) {
                checkpoint.execute("checkpoint");
            }
        }
    }

    private synchronized HikariDataSource open() {
        HikariDataSource open = pool == null ? new HikariDataSource(config()) : pool;
        pool = open;
        if (!ready) {
            prepare(open);
            ready = true;
        }
        return open;
    }

    /** Those who waited while another one tried in vain need not wait as long again. */
    private void prepare(HikariDataSource open) {
        if (failure != null && System.nanoTime() - failedAt < MEMORY.toNanos()) {
            throw failure;
        }
        try {
            settings.folder().ifPresent(Connections::create);
            migrate(open);
        } catch (RuntimeException failed) {
            failure = failed;
            failedAt = System.nanoTime();
            throw failed;
        }
    }

    /** Conversations are for their owners, so nobody else on the machine may look into it. */
    private static void create(Path folder) {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        try {
            Files.createDirectories(
                    folder,
                    posix
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                            }
                            : new FileAttribute<?>[0]);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** The tables may stand beside those of others, who may use the same library. */
    private static void migrate(HikariDataSource open) {
        Flyway.configure(Connections.class.getClassLoader())
                .dataSource(open)
                .loggers("slf4j")
                .locations("classpath:META-INF/llm-chats")
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
