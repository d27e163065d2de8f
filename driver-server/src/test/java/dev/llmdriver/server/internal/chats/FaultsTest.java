package dev.llmdriver.server.internal.chats;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What is said of the faults of databases that a test cannot cause. */
class FaultsTest {
    @ParameterizedTest
    @CsvSource({
        "SQLITE_FULL,            the disk has no room for chats",
        "SQLITE_READONLY,        cannot be written",
        "SQLITE_READONLY_DIRECTORY, cannot be written",
        "SQLITE_CANTOPEN_ISDIR,  cannot be written",
        "SQLITE_IOERR_FSYNC,     the disk fails",
        "SQLITE_CORRUPT_INDEX,   is damaged",
        "SQLITE_BUSY_SNAPSHOT,   another process holds",
        "SQLITE_CONSTRAINT_CHECK, the database of chats fails"
    })
    void aPersonIsToldWhatToDo(SQLiteErrorCode code, String said) {
        Throwable failure = new IllegalStateException("in a library", new SQLiteException("/home/ann/chats.db", code));
        assertThat(Faults.of(failure)).hasMessageContaining(said).hasMessageNotContaining("home");
    }

    @ParameterizedTest
    @CsvSource({"23505,true", "40001,true", "40P01,true", "23502,false", ",false"})
    void racesAreTriedAgain(String state, boolean race) {
        assertThat(Faults.isRace(new SQLException("said", state))).isEqualTo(race);
    }

    @Test
    void whoeverMakesTheFileForTooLongIsToldOf() {
        assertThat(Faults.of(new ChatFile.HeldException()))
                .hasMessageContaining("another process holds the file of chats");
    }
}
