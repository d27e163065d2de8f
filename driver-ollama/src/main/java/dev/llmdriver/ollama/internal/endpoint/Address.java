package dev.llmdriver.ollama.internal.endpoint;

import java.net.URI;

/**
 * Where an Ollama is.
 *
 * @param base scheme, host and port, and a prefix of the paths if there is one
 */
public record Address(URI base) {
    /** Ollama's own cloud, which speaks the same API (wire page 7). */
    public static final Address CLOUD = new Address(HostAddress.parse("ollama.com"));

    /** {@return the address at a base URL however it is written, connectable} */
    public static Address of(URI base) {
        return new Address(HostAddress.parse(base.toString()));
    }

    /** {@return the address of a path such as {@code /api/chat}} */
    public URI at(String path) {
        return URI.create(base + path);
    }

    /** {@return whether this is ollama.com, which answers nobody without a key} */
    public boolean isCloud() {
        return base.getScheme().equals("https") && base.getHost().equalsIgnoreCase("ollama.com");
    }

    /** {@return host and port, for people} */
    public String shown() {
        return base.getHost() + ":" + base.getPort();
    }
}
