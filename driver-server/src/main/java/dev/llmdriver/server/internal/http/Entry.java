package dev.llmdriver.server.internal.http;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What every request with a body goes through: it must be announced as JSON, be no larger than is allowed, and come in time. */
public final class Entry {
    /** What is not the bodies' is for what they become: trees, texts, bodies for providers. */
    private static final int SHARE_OF_HEAP = 8;

    private final BodyReader body;
    private final Patience patience;

    /** Lets bodies of so many bytes in. */
    public Entry(long maxBody, Patience patience) {
        this(maxBody, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, patience);
    }

    Entry(long maxBody, long mostTogether, Patience patience) {
        this.body = new BodyReader(patience, maxBody, mostTogether);
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
        if (JsonBody.isAnnounced(context.request().getHeader("Content-Type"))) {
            context.next();
        } else {
            context.fail(Refusal.of(415, "The body must be JSON, announced by 'Content-Type: application/json'."));
        }
    }
}
