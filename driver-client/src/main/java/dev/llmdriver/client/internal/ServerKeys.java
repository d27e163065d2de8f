package dev.llmdriver.client.internal;

import dev.llmdriver.spi.OptionParsers;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What stands under {@code llm.server.}. The server is a module of its own, but a file that configures it is read by programs
 * without it, too, and a wrong value is told with all others.
 */
final class ServerKeys {
    private static final String SECTION = "llm.server.";
    private static final int LAST_PORT = 65535;
    private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[^/,\\s?#@]+");

    private static final Map<String, Consumer<String>> CHECKS = Map.of(
            "host", host -> {},
            "port", ServerKeys::port,
            "max-body", ServerKeys::bytes,
            "cors-origins", ServerKeys::origins,
            "drain-time", ServerKeys::time,
            "read-timeout", ServerKeys::time);

    private ServerKeys() {}

    /** Checks every value, and lets the keys be known. */
    static void read(Values values) {
        CHECKS.forEach((name, check) -> values.read(SECTION + name, check));
    }

    private static void port(String text) {
        int port = OptionParsers.integer(text);
        demand(port >= 0 && port <= LAST_PORT, "a port from 0 to " + LAST_PORT, text);
    }

    private static void time(String text) {
        demand(OptionParsers.duration(text).toMillis() > 0, "a time of a millisecond or more", text);
    }

    private static void bytes(String text) {
        demand(text.matches("[1-9][0-9]{0,11}"), "a number of bytes such as 10000000", text);
    }

    private static void origins(String text) {
        for (String origin : text.split(",")) {
            demand(
                    ORIGIN.matcher(origin.strip()).matches(),
                    "origins such as https://app.example.com, divided by commas, or *",
                    origin);
        }
    }

    private static void demand(boolean holds, String what, String text) {
        if (!holds) {
            throw new IllegalArgumentException("expected " + what + ", but got '" + text.strip() + "'");
        }
    }
}
