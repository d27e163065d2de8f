package dev.llmdriver.server.internal.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;

/** A family of addresses that belong together, with the shape of their errors. */
public interface Routes {
    /** Adds the addresses to the server's. Called once, before the server listens. */
    void addTo(Router router);

    /** {@return the route of what can be fetched at this path: whoever asks for its head is told the same, without the body} */
    static Route fetch(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }
}
