package dev.llmdriver.examples.dataanalyst;

import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;

/** Values of the database as JSON can say them. */
final class Cells {
    private static final int MOST_CHARACTERS = 1_000;

    private Cells() {}

    static @Nullable Object of(@Nullable Object value) {
        if (value instanceof Double number && !Double.isFinite(number)) {
            return null;
        }
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        String text = value instanceof Timestamp time ? time.toLocalDateTime().toString() : value.toString();
        return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "…" : text;
    }
}
