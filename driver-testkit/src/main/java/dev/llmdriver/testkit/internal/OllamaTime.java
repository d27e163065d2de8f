package dev.llmdriver.testkit.internal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** Times as Go writes them: the fraction without its zeros, so that its length changes. */
final class OllamaTime {
    private static final DateTimeFormatter RFC_3339 = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);
    private static final long STEP_NANOS = 12_345_600;

    private OllamaTime() {}

    /** {@return when the n-th line of an answer was made} */
    static String of(long epochSecond, int number) {
        return RFC_3339.format(Instant.ofEpochSecond(epochSecond, number * STEP_NANOS));
    }
}
