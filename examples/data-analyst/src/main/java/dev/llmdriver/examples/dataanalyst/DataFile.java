package dev.llmdriver.examples.dataanalyst;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

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

    static void load(Path data, Path file) throws IOException, SQLException {
        String from = reader(data) + "('" + data.toAbsolutePath().toString().replace("'", "''") + "')";
        try (Connection loader = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = loader.createStatement()) {
            statement.execute("SET autoinstall_known_extensions=false");
            statement.execute("CREATE TABLE " + Database.TABLE + " AS SELECT * FROM " + from);
        }
    }

    private static String reader(Path data) throws IOException {
        String name = data.getFileName().toString();
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
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
