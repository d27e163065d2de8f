package dev.llmdriver.limits.redis.internal;

import io.lettuce.core.RedisURI;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Reads where a server is. What is wrong with an address is said without repeating it, for it may hold a password. */
public final class Addresses {
    static final Set<String> SCHEMES = Set.of("redis", "rediss");

    private static final int MOST_PORT = 65_535;

    private Addresses() {}

    /**
     * Reads an address.
     *
     * @param text such as {@code redis://:password@host:6379/0}; {@code rediss} for TLS
     * @return the same
     * @throws IllegalArgumentException if it is none
     */
    public static RedisURI parse(String text) {
        try {
            URI uri = new URI(text.strip());
            if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme())) {
                throw fault("the scheme redis or rediss");
            }
            if (uri.getHost() == null) {
                throw fault("a host, with special characters of a password written as %40 and the like");
            }
            if (uri.getPort() > MOST_PORT) {
                throw fault("a port of " + MOST_PORT + " at most");
            }
            if (uri.getPath() != null && !uri.getPath().matches("(/[0-9]{0,9})?")) {
                throw fault("the number of a database after the host");
            }
            if (uri.getQuery() != null || uri.getFragment() != null) {
                throw fault("nothing after the number of a database");
            }
            return RedisURI.create(uri);
        } catch (URISyntaxException malformed) {
            throw fault("an address that can be read");
        }
    }

    private static IllegalArgumentException fault(String missing) {
        return new IllegalArgumentException(
                "expected the address of a Redis such as redis://host:6379/0 or rediss://:password@host:6379/0, with "
                        + missing);
    }
}
