package dev.llmdriver.server.internal.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.stream.Collectors;

/** A family of addresses that belong together, with the shape of their errors. */
public interface Routes {
    /** Adds the addresses to the server's. Called once, before the server listens. */
    void addTo(Router router);

    /** {@return the route of what can be fetched at this path: whoever asks for its head is told the same, without the body} */
    static Route fetch(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    /** {@return the methods that an address takes, which whoever came with another one is told (RFC 9110, 15.5.6)} */
    static String methods(Router router, String path) {
        return router.getRoutes().stream()
                .filter(route -> route.methods() != null && leads(route, path))
                .flatMap(route -> route.methods().stream())
                .map(HttpMethod::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static boolean leads(Route route, String path) {
        String begin = String.valueOf(route.getPath());
        return route.isExactPath() ? path.equals(begin) : path.startsWith(begin);
    }
}
