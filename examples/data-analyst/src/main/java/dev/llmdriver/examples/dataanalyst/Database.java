package dev.llmdriver.examples.dataanalyst;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A data file in DuckDB, locked: it cannot be written, reach files or the network, load extensions or change its settings. Queries are
 * bounded in rows, time, memory and threads. Thread-safe; one query at a time.
 */
final class Database implements AutoCloseable {
    /** The one table's name. */
    static final String TABLE = "data";

    private static final List<String> LOCKS = List.of(
            "SET threads=2",
            "SET memory_limit='512MB'",
            "SET max_temp_directory_size='0B'",
            "SET autoinstall_known_extensions=false",
            "SET autoload_known_extensions=false",
            "SET allow_community_extensions=false",
            "SET enable_external_access=false",
            "SET lock_configuration=true"); // the last, for it locks this list too

    /** Many times what such statements were seen to need; the system gives only as much of it as is used. */
    private static final long STACK_BYTES = 64 << 20;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(Database::deepThread);
    private final Path file;
    private final String told;
    private final Connection connection;
    private final Duration limit;

    private Database(Path file, String told, Connection connection, Duration limit) {
        this.file = file;
        this.told = told;
        this.connection = connection;
        this.limit = limit;
    }

    /**
     * Reads a file.
     *
     * @param data its name ends with {@code .csv}, {@code .tsv}, {@code .json}, {@code .jsonl} or {@code .parquet}
     * @param limit time for a query
     * @return the database, to be closed
     * @throws IOException if it cannot be read
     */
    static Database open(Path data, Duration limit) throws IOException {
        Path file = DataFile.create();
        try {
            String told = DataFile.load(data, file);
            return new Database(file, told, locked(file), limit);
        } catch (SQLException e) {
            DataFile.delete(file);
            throw new IOException(
                    "cannot read " + data + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        } catch (IOException e) {
            DataFile.delete(file);
            throw e;
        }
    }

    private static Connection locked(Path file) throws SQLException {
        Properties options = new Properties();
        options.setProperty("duckdb.read_only", "true");
        Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file, options);
        try (Statement statement = connection.createStatement()) {
            for (String lock : LOCKS) {
                statement.execute(lock);
            }
        }
        return connection;
    }

    /**
     * Runs one SELECT.
     *
     * @param sql the statement
     * @param most the most rows
     * @return its rows
     * @throws Refused if it is something else, wrong, or takes too long
     */
    Table query(String sql, int most) throws Refused {
        Future<Table> table = thread.submit(() ->
                run("SELECT * FROM (" + new StatementCheck(connection).checked(sql) + ") LIMIT " + (most + 1), most));
        try {
            return table.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refused refused) {
                throw refused;
            }
            throw new IllegalStateException("the query failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused("nobody waits for the rows any more");
        }
    }

    /** Runs what was checked; what was not is stopped by the locks. */
    synchronized Table run(String sql, int most) throws Refused {
        AtomicBoolean late = new AtomicBoolean();
        try (Statement statement = connection.createStatement()) {
            var alarm = CompletableFuture.runAsync(
                    () -> {
                        late.set(true);
                        cancel(statement);
                    },
                    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
            try (ResultSet rows = statement.executeQuery(sql)) {
                return read(rows, most);
            } finally {
                alarm.cancel(false);
            }
        } catch (SQLException e) {
            throw late.get()
                    ? new Refused("the query took more than " + limit.toMillis() + " ms: ask for less")
                    : Refused.of(e);
        }
    }

    /** {@return how many rows of which columns were read} */
    String told() {
        return told;
    }

    /** {@return the names and types of the table's columns} */
    synchronized Map<String, String> columns() throws Refused {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE " + TABLE)) {
            Map<String, String> columns = new LinkedHashMap<>();
            while (rows.next()) {
                columns.put(rows.getString("column_name"), rows.getString("column_type"));
            }
            return columns;
        } catch (SQLException e) {
            throw Refused.of(e);
        }
    }

    private static Table read(ResultSet rows, int most) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            columns.add(rows.getMetaData().getColumnLabel(i));
        }
        List<List<Object>> all = new ArrayList<>();
        boolean more = rows.next();
        while (more && all.size() < most) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(Cells.of(rows.getObject(i)));
            }
            all.add(row);
            more = rows.next();
        }
        return new Table(columns, all, more);
    }

    private static Thread deepThread(Runnable task) {
        Thread thread = new Thread(null, task, "database", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            throw new IllegalStateException("a query could not be stopped", e);
        }
    }

    @Override
    public void close() throws IOException {
        thread.shutdown();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException("the database could not be closed", e);
        } finally {
            DataFile.delete(file);
        }
    }
}
