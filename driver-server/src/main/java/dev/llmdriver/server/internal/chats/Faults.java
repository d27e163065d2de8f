package dev.llmdriver.server.internal.chats;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What went wrong with a database, in a sentence for people. What the database itself said may tell places and names. */
final class Faults {
    /** Somebody did the same at the same time: a key that is there by now, a row that has changed, a deadlock. */
    private static final Set<String> RACES = Set.of("23505", "40001", "40P01");

    private static final Set<String> REFUSED = Set.of("28000", "28P01");
    private static final String NO_CONNECTION = "08";
    private static final String ELSEWHERE = "or set llm.server.chats.url to another place";
    private static final String HELD = "another process holds the file of chats; end it, " + ELSEWHERE;
    private static final int DEEPEST = 20;
    /** The rest of SQLite's codes tells more of the same. */
    private static final int PRIMARY_CODE = 0xFF;

    private Faults() {}

    /** {@return whether the same may well succeed now} */
    static boolean isRace(SQLException failure) {
        return RACES.contains(String.valueOf(failure.getSQLState()));
    }

    static StoreException of(Throwable failure) {
        List<Throwable> causes = causes(failure);
        String said = causes.stream()
                .flatMap(cause -> sentence(cause).stream())
                .findFirst()
                .orElseGet(() -> causes.stream().anyMatch(Faults::isAway)
                        ? "the database of chats cannot be reached at present"
                        : "the database of chats fails" + state(failure));
        return new StoreException(said, failure);
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST)
                .toList();
    }

    private static Optional<String> sentence(Throwable cause) {
        if (cause instanceof UncheckedIOException) {
            return Optional.of("the folder or the file of chats cannot be made or written; let this user write there, "
                    + ELSEWHERE);
        }
        if (cause instanceof ChatFile.HeldException) {
            return Optional.of(HELD);
        }
        if (cause instanceof NativeLibraryNotFoundException) {
            return Optional.of(
                    "SQLite, which keeps chats, cannot be loaded on this machine; set the system property"
                            + " org.sqlite.tmpdir to a folder that programs may be run from, or llm.server.chats.url to a PostgreSQL");
        }
        if (cause instanceof SQLiteException sqlite) {
            return ofFile(sqlite);
        }
        return cause instanceof SQLException sql && REFUSED.contains(String.valueOf(sql.getSQLState()))
                ? Optional.of("the database of chats refuses llm.server.chats.user or llm.server.chats.password")
                : Optional.empty();
    }

    private static Optional<String> ofFile(SQLiteException failure) {
        return switch (primary(failure)) {
            case SQLITE_BUSY, SQLITE_LOCKED -> Optional.of(HELD);
            case SQLITE_NOTADB, SQLITE_CORRUPT ->
                Optional.of("the file of chats is damaged, or is none; put back a copy, or move it away, " + ELSEWHERE);
            case SQLITE_FULL -> Optional.of("the disk has no room for chats; make some, " + ELSEWHERE);
            case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM ->
                Optional.of("the file of chats cannot be written; let this user write it and its folder, " + ELSEWHERE);
            case SQLITE_IOERR -> Optional.of("the disk fails that the file of chats is on; see to it, " + ELSEWHERE);
            default -> Optional.empty();
        };
    }

    private static SQLiteErrorCode primary(SQLiteException failure) {
        return SQLiteErrorCode.getErrorCode(failure.getResultCode().code & PRIMARY_CODE);
    }

    private static boolean isAway(Throwable cause) {
        String state = cause instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
        return cause instanceof SQLTransientConnectionException
                || cause instanceof TimeoutException
                || state.startsWith(NO_CONNECTION)
                || state.startsWith("57P"); // PostgreSQL begins or ends
    }

    private static String state(Throwable failure) {
        return failure instanceof SQLException sql && sql.getSQLState() != null
                ? " (SQL state " + sql.getSQLState() + ")"
                : "";
    }
}
