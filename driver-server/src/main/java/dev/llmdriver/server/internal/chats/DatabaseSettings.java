package dev.llmdriver.server.internal.chats;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where conversations are kept.
 *
 * @param url of JDBC, of SQLite or PostgreSQL; holds no password
 * @param user who asks; empty for nobody in particular
 * @param password theirs; empty for none
 * @param file what must be there before the database is opened
 */
public record DatabaseSettings(String url, String user, String password, Optional<Path> file) {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String MEMORY = SQLITE + ":memory:";
    private static final String FOLDER = "file:";
    private static final String FILE = "chats.db";

    /** {@return a database of each store's own, that lives as long as the store} */
    public static DatabaseSettings memory() {
        return new DatabaseSettings(MEMORY, "", "", Optional.empty());
    }

    /** {@return a database in a file of this folder} */
    public static DatabaseSettings in(Path folder) {
        Path file = folder.toAbsolutePath().resolve(FILE);
        return new DatabaseSettings(SQLITE + file.toUri(), "", "", Optional.of(file));
    }

    /**
     * Reads what is configured.
     *
     * @param place {@code memory}, {@code file:} with a folder, or an address of a PostgreSQL, {@code jdbc:postgresql:…}
     */
    public static DatabaseSettings at(String place, String user, String password) {
        if (place.equals("memory")) {
            return memory();
        }
        return place.startsWith(FOLDER)
                ? in(Path.of(place.substring(FOLDER.length())))
                : new DatabaseSettings(place, user, password, Optional.empty());
    }

    /** {@return which language it speaks} */
    Dialect dialect() {
        return url.startsWith(SQLITE) ? Dialect.SQLITE : Dialect.POSTGRESQL;
    }

    /** {@return whether it ends with its last connection} */
    boolean isMemory() {
        return url.equals(MEMORY);
    }

    /** Tells no more than what kind it is, for addresses and names may be nobody's business. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + dialect() + "]";
    }
}
