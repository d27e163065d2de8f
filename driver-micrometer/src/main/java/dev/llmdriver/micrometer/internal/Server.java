package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.Mode;
import dev.llmdriver.spi.ChatEngine;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/**
 * Who is talked to; both empty where that is unknown.
 *
 * @param address the host
 * @param port the port, as text
 */
record Server(String address, String port) {
    static final Server UNKNOWN = new Server("", "");

    private static final Map<String, Integer> USUAL = Map.of("http", 80, "https", 443);

    static Server of(URI url) {
        String host = url.getHost();
        if (host == null || url.getScheme() == null) {
            return UNKNOWN;
        }
        Integer usual = USUAL.get(url.getScheme().toLowerCase(Locale.ROOT));
        int port = url.getPort() >= 0 || usual == null ? url.getPort() : usual;
        return port < 0 ? UNKNOWN : new Server(host, Integer.toString(port));
    }

    /** {@return the server that an engine would ask, which it says without asking; unknown if it will not say} */
    static Server of(ChatEngine engine) {
        try {
            return of(URI.create(
                    engine.explain(ChatRequest.of("Hello"), Mode.GENERATE).url()));
        } catch (RuntimeException unwilling) {
            return UNKNOWN; // the call itself will say why
        }
    }
}
