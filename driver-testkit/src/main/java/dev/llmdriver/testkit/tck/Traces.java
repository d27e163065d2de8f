package dev.llmdriver.testkit.tck;

import java.util.Arrays;
import java.util.stream.Collectors;

/** All that an exception shows when it is printed. */
final class Traces {
    private Traces() {}

    /** {@return the texts of the exception, its causes and what it suppressed} */
    static String of(Throwable thrown) {
        String suppressed =
                Arrays.stream(thrown.getSuppressed()).map(Traces::of).collect(Collectors.joining("\n"));
        Throwable cause = thrown.getCause();
        return thrown + "\n" + suppressed + (cause == null || cause == thrown ? "" : "caused by " + of(cause));
    }
}
