package dev.llmdriver.ollama.internal.endpoint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code OLLAMA_HOST} as Ollama itself does (wire page 6): a bare host means port 11434, {@code http://host} port 80. What a
 * server may listen on but nobody can connect to, such as {@code 0.0.0.0}, becomes the loopback address of the same family.
 */
public final class HostAddress {
    private static final String OLLAMA_PORT = "11434";
    private static final Pattern BRACKETED = Pattern.compile("\\[([0-9a-fA-F:.%]*)](?::(.*))?");
    private static final Pattern BARE_IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    private HostAddress() {}

    /**
     * Reads an address.
     *
     * @param text such as {@code 192.168.1.9}, {@code :1234}, {@code https://host/prefix} or {@code ollama.com}; empty is this machine
     * @return scheme, host, port and the path without a slash at its end
     * @throws IllegalArgumentException saying what was expected; never quotes a password
     */
    public static URI parse(String text) {
        String value = unquoted(text);
        int mark = value.indexOf("://");
        String scheme = mark < 0 ? "http" : value.substring(0, mark).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused("with http or https");
        }
        String port = mark < 0 ? OLLAMA_PORT : scheme.equals("http") ? "80" : "443";
        if (value.equals("ollama.com")) {
            scheme = "https";
            port = "443";
        }
        String rest = value.substring(mark < 0 ? 0 : mark + 3);
        if (rest.indexOf('@') >= 0) {
            throw refused("without user and password; set headers.Authorization for Basic authentication");
        }
        if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
            throw refused("without query and fragment");
        }
        int slash = rest.indexOf('/');
        String path = slash < 0 ? "" : rest.substring(slash).replaceAll("/+$", "");
        return address(scheme, slash < 0 ? rest : rest.substring(0, slash), port, path);
    }

    private static String unquoted(String text) {
        return text.strip().replaceAll("^[\"']+|[\"']+$", "").strip();
    }

    private static URI address(String scheme, String hostAndPort, String defaultPort, String path) {
        Matcher bracketed = BRACKETED.matcher(hostAndPort);
        if (bracketed.matches()) {
            return uri(scheme, "[" + bracketed.group(1) + "]", port(bracketed.group(2), defaultPort), path);
        }
        if (BARE_IPV6.matcher(hostAndPort).matches()) {
            return uri(scheme, "[" + hostAndPort + "]", port(null, defaultPort), path);
        }
        int colon = hostAndPort.indexOf(':');
        String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
        return uri(scheme, host, port(colon < 0 ? null : hostAndPort.substring(colon + 1), defaultPort), path);
    }

    /** A port that is none is not an error but the default one. */
    private static int port(@org.jspecify.annotations.Nullable String text, String defaultPort) {
        boolean digits = text != null && text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535;
        return Integer.parseInt(digits ? text : defaultPort);
    }

    private static URI uri(String scheme, String host, int port, String path) {
        try {
            URI bare = new URI(scheme, null, connectable(host), port, null, null, null);
            URI uri = new URI(bare + (isQuoted(path) ? path : new URI(null, null, path, null).getRawPath()));
            if (uri.getHost() == null) {
                throw refused("with a host name of letters, digits, dots and dashes");
            }
            return uri;
        } catch (URISyntaxException | NumberFormatException malformed) { // the latter is Java's slip with long numbers
            throw refused("with a host name of letters, digits, dots and dashes");
        }
    }

    /** {@return whether a path can stand as it is; one with blanks or umlauts is still to be quoted} */
    private static boolean isQuoted(String path) {
        try {
            return new URI(path).getRawPath().equals(path);
        } catch (URISyntaxException unquoted) {
            return false;
        }
    }

    private static String connectable(String host) {
        return switch (host) {
            case "", "0.0.0.0" -> "127.0.0.1";
            case "[::]" -> "[::1]";
            default -> host;
        };
    }

    private static IllegalArgumentException refused(String how) {
        return new IllegalArgumentException(
                "expected an address such as 192.168.1.9, host:11434 or https://host/prefix, " + how);
    }
}
