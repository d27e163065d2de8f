package dev.llmdriver.server.internal.chats;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Where two databases differ. What was migrated once may not be changed: the library compares the scripts' words. */
enum Dialect {
    /** A server, which several processes share. */
    POSTGRESQL("postgresql", 4) {
        @Override
        Object time(Instant at) {
            return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC); // it would round up
        }

        @Override
        Instant instant(ResultSet row, int column) throws SQLException {
            return row.getObject(column, OffsetDateTime.class).toInstant();
        }
    },

    /** A file, which one connection at a time may write; others would ask again and again whether it is free. */
    SQLITE("sqlite", 1) {
        @Override
        Object time(Instant at) {
            return ChronoUnit.MICROS.between(Instant.EPOCH, at.truncatedTo(ChronoUnit.MICROS));
        }

        @Override
        Instant instant(ResultSet row, int column) throws SQLException {
            return Instant.EPOCH.plus(row.getLong(column), ChronoUnit.MICROS);
        }
    };

    private final String scripts;
    private final int writers;

    Dialect(String scripts, int writers) {
        this.scripts = scripts;
        this.writers = writers;
    }

    /** {@return where the scripts are that make and change the tables} */
    String scripts() {
        return "classpath:META-INF/llm-chats/" + scripts;
    }

    /** {@return how many may write at the same time} */
    int writers() {
        return writers;
    }

    /** {@return the instant as a parameter, to the microsecond} */
    abstract Object time(Instant at);

    /** {@return the instant in a column} */
    abstract Instant instant(ResultSet row, int column) throws SQLException;
}
