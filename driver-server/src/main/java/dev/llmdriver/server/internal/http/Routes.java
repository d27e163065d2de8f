package dev.llmdriver.server.internal.http;

import io.vertx.ext.web.Router;

/** A family of addresses that belong together, with the shape of their errors. */
public interface Routes {
    /** Adds the addresses to the server's. Called once, before the server listens. */
    void addTo(Router router);
}
