package dev.llmdriver.client.internal;

import dev.llmdriver.spi.OptionParsers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What stands under {@code llm.server.}. The server is a module of its own, but a file that configures it is read by programs
 * without it, too, and a wrong value is told with all others.
 */
final class ServerKeys {
    private static final String SECTION = "llm.server.";
    private static final int LAST_PORT = 65535;
    private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[^/,\\s?#@]+");

    private static final Pattern PLACE = Pattern.compile("memory|file:.+|jdbc:postgresql:.+");
    private static final Pattern PASSWORD = Pattern.compile("(?i)[?&](ssl)?password=");

    private static final Pattern KEYS =
            Pattern.compile("https://\\S+|file:///\\S+|http://(localhost|127\\.0\\.0\\.1|\\[::1])([:/]\\S*)?");
    /** A body is one array, of which Java knows none that is much longer. */
    private static final long LARGEST_BODY = 2_000_000_000;

    /** What HS256 asks for. */
    private static final int SECRET_BYTES = 32;

    private static final List<String> PLAIN = List.of(
            "host",
            "port",
            "max-body",
            "max-history",
            "cors-origins",
            "page-endpoints",
            "drain-time",
            "read-timeout",
            "chats.url",
            "chats.user",
            "auth.jwks",
            "auth.issuer",
            "auth.audience");

    private static final List<String> SECRETS = List.of("chats.password", "auth.secret");

    private ServerKeys() {}

    /** Checks every value, and lets the keys be known. {@return the values by their keys without the section, secrets too} */
    static Map<String, String> read(Values values) {
        Map<String, String> found = new TreeMap<>();
        PLAIN.forEach(name -> values.read(SECTION + name, text -> keep(found, name, text)));
        SECRETS.forEach(name -> values.readSecret(SECTION + name, text -> keep(found, name, text)));
        bound(values, found);
        return Collections.unmodifiableMap(found);
    }

    /** A token must be made for this server: another one's, signed by the same keys, may not open it. */
    private static void bound(Values values, Map<String, String> found) {
        if (found.containsKey("auth.secret") || found.containsKey("auth.jwks")) {
            for (String name : List.of("auth.issuer", "auth.audience")) {
                if (!found.containsKey(name)) {
                    values.fault("'" + SECTION + name + "' is missing; tokens must name it, or anybody's would do");
                }
            }
        }
    }

    private static void keep(Map<String, String> found, String name, String text) {
        check(name, text);
        found.put(name, text);
    }

    /** Names and secrets of other programs may be any text. */
    private static void check(String name, String text) {
        switch (name) {
            case "port" -> port(text);
            case "max-body" -> bytes(text);
            case "max-history" -> turns(text);
            case "cors-origins" -> origins(text);
            case "page-endpoints" -> OptionParsers.flag(text);
            case "drain-time", "read-timeout" -> time(text);
            case "chats.url" -> place(text);
            case "auth.jwks" -> keys(text);
            case "auth.secret" -> secret(text);
            case "host", "chats.user", "chats.password", "auth.issuer", "auth.audience" -> {}
            default -> throw new IllegalArgumentException("no key of the server: " + name);
        }
    }

    private static void port(String text) {
        int port = OptionParsers.integer(text);
        demand(port >= 0 && port <= LAST_PORT, "a port from 0 to " + LAST_PORT, text);
    }

    private static void time(String text) {
        demand(OptionParsers.duration(text).toMillis() > 0, "a time of a millisecond or more", text);
    }

    private static void bytes(String text) {
        boolean fits = text.matches("[1-9][0-9]{0,9}") && Long.parseLong(text) <= LARGEST_BODY;
        demand(fits, "a number of bytes such as 10000000, " + LARGEST_BODY + " at most", text);
    }

    private static void turns(String text) {
        demand(text.matches("[1-9][0-9]{0,5}"), "a number of turns such as 100", text);
    }

    private static void place(String text) {
        if (PASSWORD.matcher(text).find()) {
            throw new IllegalArgumentException(
                    "an address is shown to many; set " + SECTION + "chats.password instead");
        }
        demand(
                PLACE.matcher(text).matches(),
                "memory, file:<folder>, or an address such as jdbc:postgresql://db.example.com/llm",
                text);
    }

    private static void secret(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length < SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "expected " + SECRET_BYTES + " bytes or more, or the secret can be guessed");
        }
    }

    private static void keys(String text) {
        demand(
                KEYS.matcher(text).matches(),
                "https://…, file:///…, or http://… on this machine, where a JWKS is",
                text);
    }

    private static void origins(String text) {
        boolean several = text.contains(",");
        for (String origin : text.split(",")) {
            demand(
                    ORIGIN.matcher(origin.strip()).matches()
                            && !(several && origin.strip().equals("*")),
                    "origins such as https://app.example.com, divided by commas, or * alone",
                    origin);
        }
    }

    private static void demand(boolean holds, String what, String text) {
        if (!holds) {
            throw new IllegalArgumentException("expected " + what + ", but got '" + text.strip() + "'");
        }
    }
}
