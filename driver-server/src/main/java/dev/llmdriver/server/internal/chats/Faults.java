package dev.llmdriver.server.internal.chats;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** What went wrong with a database, in a sentence for people. What the database itself said may tell places and names. */
final class Faults {
    /** Somebody did the same at the same time: a key that is there by now, a row that has changed, a deadlock. */
    private static final Set<String> RACES = Set.of("23505", "40001", "40P01", "90131");

    private static final String HELD = "90020";
    private static final Set<String> REFUSED = Set.of("28000", "28P01");
    private static final String NO_CONNECTION = "08";
    private static final int DEEPEST = 20;

    private Faults() {}

    /** {@return whether the same may well succeed now} */
    static boolean isRace(SQLException failure) {
        return RACES.contains(String.valueOf(failure.getSQLState()));
    }

    static StoreException of(Throwable failure) {
        if (failure instanceof UncheckedIOException) {
            return new StoreException(
                    "the folder of chats cannot be made; set llm.server.chats.url to another place", failure);
        }
        String away = "";
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            String state = cause instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
            if (state.equals(HELD)) {
                return new StoreException(
                        "another process uses the file of chats; end it, or set llm.server.chats.url to another place",
                        failure);
            }
            if (REFUSED.contains(state)) {
                return new StoreException(
                        "the database of chats refuses llm.server.chats.user or llm.server.chats.password", failure);
            }
            if (isAway(cause, state)) {
                away = "the database of chats cannot be reached at present";
            }
            cause = cause.getCause();
        }
        return new StoreException(away.isEmpty() ? "the database of chats fails" + state(failure) : away, failure);
    }

    private static boolean isAway(Throwable cause, String state) {
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
