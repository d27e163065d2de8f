package dev.llmdriver.server.internal.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What every request with a body goes through: it must be announced as JSON, be no larger than is allowed, and come in time. */
public final class Entry {
    private final BodyReader body;
    private final Patience patience;

    /** Lets bodies of so many bytes in, while there is room. */
    public Entry(long maxBody, Room room, Patience patience) {
        this.body = new BodyReader(patience, maxBody, room);
        this.patience = patience;
    }

    /** {@return the route of POST at this path, whose next handler finds the whole body} */
    public Route post(Router router, String path) {
        router.post(path).handler(Entry::announced); // a route of its own: on one, bodies are read before all else
        return router.post(path).handler(body).handler(patience::whole);
    }

    /** {@return the body of a request that came in here; it is given once, so that it is not kept until the answer's end} */
    public static byte[] body(RoutingContext context) {
        return BodyReader.take(context);
    }

    private static void announced(RoutingContext context) {
        String coding = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        if (!JsonBody.isAnnounced(context.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
            context.fail(Refusal.of(415, "The body must be JSON, announced by 'Content-Type: application/json'."));
        } else if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
            context.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
            context.fail(Refusal.of(415, "The body must not be compressed; send it without 'Content-Encoding'."));
        } else {
            context.next();
        }
    }
}
