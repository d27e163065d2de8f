package dev.llmdriver.server.internal.chats;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/** Makes pools of connections. */
final class Pools {
    static final Duration VALIDATION_TIME = Duration.ofSeconds(1);
    private static final Duration CONNECT_TIME = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(10);

    /** Longer than the next, and than SQLite takes to mend what a killed process left. */
    private static final Duration OPEN_TIME = Duration.ofSeconds(12);

    /**
     * How long other processes may keep a file of SQLite from being written. It asks ten times a second, and who asks when is chance: 3 s were
     * not enough where three processes wrote all the time on a machine with ten other things to do.
     */
    private static final Duration BUSY_TIME = Duration.ofSeconds(10);

    private Pools() {}

    /** {@return a pool, which connects to PostgreSQL when it is first asked to, and opens a file of SQLite at once} */
    static HikariDataSource open(DatabaseSettings settings, int most) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("llm-chats");
        config.setJdbcUrl(settings.url());
        config.setAutoCommit(false);
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(0);
        config.setValidationTimeout(VALIDATION_TIME.toMillis());
        if (settings.dialect() == Dialect.POSTGRESQL) {
            postgres(config, settings);
        } else {
            sqlite(config);
        }
        if (settings.isMemory()) {
            forGood(config);
        }
        return new HikariDataSource(config);
    }

    private static void postgres(HikariConfig config, DatabaseSettings settings) {
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setConnectionTimeout(CONNECT_TIME.toMillis());
        config.setInitializationFailTimeout(-1); // the first transaction tells what is wrong
        config.addDataSourceProperty("connectTimeout", CONNECT_TIME.toSeconds());
        config.addDataSourceProperty("socketTimeout", ANSWER_TIME.toSeconds());
        config.addDataSourceProperty("tcpKeepAlive", true);
        config.addDataSourceProperty("logServerErrorDetail", false); // it quotes what people said
    }

    /**
     * With a log that is written ahead, one writes while others read; with full synchronisation a commit is on the disk before it is
     * acknowledged. A transaction here begins to read or to write with its first statement, and never writes after it has read: SQLite
     * waits for others in that case alone.
     */
    private static void sqlite(HikariConfig config) {
        config.setConnectionTimeout(OPEN_TIME.toMillis());
        config.setInitializationFailTimeout(1); // what is wrong with a file does not pass by waiting
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "FULL");
        config.addDataSourceProperty("foreign_keys", "true");
        config.addDataSourceProperty("busy_timeout", Long.toString(BUSY_TIME.toMillis()));
    }

    /** What is in memory ends with its only connection. */
    private static void forGood(HikariConfig config) {
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(1);
        config.setIdleTimeout(0);
        config.setMaxLifetime(0);
    }
}
