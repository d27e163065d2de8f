package dev.llmdriver.http.internal;

import dev.llmdriver.error.ConfigurationException;
import java.util.Locale;
import java.util.Set;

/**
 * What may stand in a header (RFC 9110, 5.1 and 5.5). Refusing line breaks keeps one header from smuggling in another, and refusing
 * those that say where a request ends and whom it is for keeps one request from smuggling in another (RFC 9112, 11.2).
 */
public final class HeaderRules {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private static final Set<String> FRAMING = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "upgrade",
            "http2-settings",
            "te",
            "trailer",
            "expect");

    private HeaderRules() {}

    /** Refuses what cannot stand in a header; the value may be a key, so it is never shown. */
    public static void check(String name, String value) {
        if (!isToken(name)) {
            throw ConfigurationException.of("a header's name must be letters, digits and dashes, but one is '"
                    + name.replaceAll("[^!-~]", "?") + "'; correct the name");
        }
        if (!isValue(value)) {
            throw ConfigurationException.of("the value of the header '" + name
                    + "' holds a line break or another character that no header may hold; remove it");
        }
    }

    /** Refuses a key that cannot stand in its header; whoever set it set no header, so it is called what it is. */
    static void checkKey(String header, String key) {
        check(header, "");
        if (!isValue(key)) {
            throw ConfigurationException.of(
                    "the key holds a line break or another character that cannot stand in the header '" + header
                            + "'; set api-key, or the environment variable that it comes from, to the key alone");
        }
    }

    /** Refuses what settings and callers may not send; a driver knows what it does. */
    public static void checkSetting(String name, String value) {
        check(name, value);
        if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
            throw ConfigurationException.of("the header '" + name
                    + "' says how a request is sent and to whom, which is not for settings to say; remove it, and set"
                    + " base-url for another host");
        }
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isTokenChar(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isValueChar(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTokenChar(char c) {
        return (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private static boolean isValueChar(char c) {
        return c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff);
    }
}
