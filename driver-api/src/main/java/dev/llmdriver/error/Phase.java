package dev.llmdriver.error;

import java.util.Locale;

/** Where in a call it failed. */
public enum Phase {
    /** While the request was put together. */
    BUILD,
    /** While the connection was opened. */
    CONNECT,
    /** After the request was sent and before content came. */
    FIRST_TOKEN,
    /** While content came. */
    STREAMING,
    /** While an answer that had come was read. */
    DECODE,
    /** Outside any exchange. */
    LOCAL;

    /** {@return the name as it stands in JSON and telemetry, such as {@code first_token}} */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
