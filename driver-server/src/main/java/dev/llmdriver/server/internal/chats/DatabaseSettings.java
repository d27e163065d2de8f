package dev.llmdriver.server.internal.chats;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Where conversations are kept.
 *
 * @param url of JDBC, of H2 or PostgreSQL; holds no password
 * @param user who asks; empty for nobody in particular
 * @param password theirs; empty for none
 * @param folder what must be there before the database is opened
 */
public record DatabaseSettings(String url, String user, String password, Optional<Path> folder) {
    /** H2 forgets a database of memory that nobody is connected to, unless it is told not to. */
    private static final String MEMORY = "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1";

    /**
     * While the process ends, answers under way are still to be kept, so H2 may not close by itself then. Without a delay of writing no
     * thread of H2's own writes or tidies up in the background: a process that was killed while one did left a file that did not open.
     */
    private static final String FILE = "jdbc:h2:file:%s;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0";

    private static final String FOLDER = "file:";

    /** {@return a database that lives as long as the process} */
    public static DatabaseSettings memory() {
        return new DatabaseSettings(MEMORY.formatted(UUID.randomUUID()), "", "", Optional.empty());
    }

    /** {@return a database in a file of this folder} */
    public static DatabaseSettings in(Path folder) {
        Path absolute = folder.toAbsolutePath();
        return new DatabaseSettings(FILE.formatted(absolute.resolve("chats")), "", "", Optional.of(absolute));
    }

    /**
     * Reads what is configured.
     *
     * @param place {@code memory}, {@code file:} with a folder, or an address of JDBC
     */
    public static DatabaseSettings at(String place, String user, String password) {
        if (place.equals("memory")) {
            return memory();
        }
        return place.startsWith(FOLDER)
                ? in(Path.of(place.substring(FOLDER.length())))
                : new DatabaseSettings(place, user, password, Optional.empty());
    }

    /** {@return whether the database is a server of PostgreSQL} */
    boolean isPostgres() {
        return url.startsWith("jdbc:postgresql:");
    }

    /** Tells no more than what kind it is, for addresses and names may be nobody's business. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + (isPostgres() ? "PostgreSQL" : "H2") + "]";
    }
}
