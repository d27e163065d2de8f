package dev.llmdriver.examples.dataanalyst;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** Brings a data file into a database file, while that may still be written. */
final class DataFile {
    private DataFile() {}

    /** {@return where to, in a folder that nobody else may read, and that goes with the process at the latest} */
    static Path create() throws IOException {
        Path folder = Files.createTempDirectory("data-analyst");
        Path file = folder.resolve("data.duckdb");
        folder.toFile().deleteOnExit();
        file.toFile().deleteOnExit(); // before the folder: the last is deleted first
        return file;
    }

    /** {@return what was read, in words: the reader makes something of most files, though not always what was meant} */
    static String load(Path data, Path file) throws IOException, SQLException {
        String from = reader(data) + "('" + data.toAbsolutePath().toString().replace("'", "''") + "')";
        try (Connection loader = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = loader.createStatement()) {
            statement.execute("SET autoinstall_known_extensions=false");
            statement.execute("CREATE TABLE " + Database.TABLE + " AS SELECT * FROM " + from);
            return told(data, statement);
        }
    }

    private static String told(Path data, Statement statement) throws IOException, SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*), (SELECT string_agg(column_name, ', ' ORDER BY"
                + " column_index) FROM duckdb_columns() WHERE table_name = '" + Database.TABLE + "') FROM "
                + Database.TABLE)) {
            rows.next();
            if (rows.getLong(1) == 0) {
                throw new IOException("cannot read " + data + ": there are no rows in it");
            }
            return rows.getLong(1) + " rows of " + rows.getString(2);
        }
    }

    private static String reader(Path data) throws IOException {
        String name = data.getFileName().toString();
        return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            case "csv", "tsv" -> "read_csv";
            case "json", "jsonl" -> "read_json";
            case "parquet" -> "read_parquet";
            default ->
                throw new IOException(
                        "cannot read " + data + ": its name must end with .csv, .tsv, .json, .jsonl or .parquet");
        };
    }

    /** Deletes the database file and its folder. */
    static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".wal"));
        Files.deleteIfExists(file.getParent());
    }
}
