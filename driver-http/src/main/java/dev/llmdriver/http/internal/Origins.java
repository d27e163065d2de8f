package dev.llmdriver.http.internal;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

/** Questions about addresses. */
public final class Origins {
    private Origins() {}

    /** {@return whether two addresses have scheme, host and port in common (RFC 6454, 5)} */
    public static boolean same(URI left, URI right) {
        return isTls(left) == isTls(right)
                && left.getHost().equalsIgnoreCase(right.getHost())
                && port(left) == port(right);
    }

    /** {@return whether it is an http or https address} */
    public static boolean isHttp(URI uri) {
        return isTls(uri) || "http".equalsIgnoreCase(uri.getScheme());
    }

    static boolean isTls(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : isTls(uri) ? 443 : 80;
    }

    /** {@return host and port, for messages; holds no query and no user part} */
    static String shown(URI uri) {
        return uri.getHost() + ":" + port(uri);
    }

    /** {@return the host without the brackets of an IPv6 address} */
    static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** {@return path and query as they stand in a request's first line} */
    static String requestUri(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String line = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        return isAscii(line) ? line : URI.create(line).toASCIIString(); // nothing else may stand there (RFC 3986, 2)
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7e) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether the host is this machine by its very name, so that nothing leaves it} */
    static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        return name.indexOf(':') >= 0 ? literal(name).isLoopbackAddress() : name.startsWith("127.") && isIpv4(name);
    }

    /** Called for each request to this machine, so there is neither a pattern nor an object for the address. */
    private static boolean isIpv4(String name) {
        int parts = 0;
        for (int from = 0; from <= name.length(); parts++) {
            int dot = name.indexOf('.', from);
            int to = dot < 0 ? name.length() : dot;
            if (!isByte(name, from, to)) {
                return false;
            }
            from = to + 1;
        }
        return parts == 4;
    }

    private static boolean isByte(String text, int from, int to) {
        if (from == to || to - from > 3) {
            return false;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            value = value * 10 + c - '0';
        }
        return value <= 255;
    }

    /** A zone says nothing of whose address it is, and names a network that this machine may not have. */
    private static InetAddress literal(String address) {
        int zone = address.indexOf('%');
        try {
            return InetAddress.getByName(zone < 0 ? address : address.substring(0, zone)); // digits are never looked up
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException("no address: " + address, malformed);
        }
    }
}
