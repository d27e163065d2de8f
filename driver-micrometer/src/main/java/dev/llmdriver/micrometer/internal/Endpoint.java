package dev.llmdriver.micrometer.internal;

import dev.llmdriver.CallOptions;
import dev.llmdriver.spi.ChatEngine;
import org.jspecify.annotations.Nullable;

/** The server behind an engine, found out at its first call and kept, for explaining a request is as much work as making it. */
final class Endpoint {
    private final ChatEngine engine;
    private volatile @Nullable Server known;

    Endpoint(ChatEngine engine) {
        this.engine = engine;
    }

    Server of(CallOptions options) {
        return options.baseUrl().map(Server::of).orElseGet(this::configured);
    }

    private Server configured() {
        Server server = known;
        if (server == null) {
            server = Server.of(engine);
            known = server;
        }
        return server;
    }
}
