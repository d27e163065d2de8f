package dev.llmdriver.server.internal.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Tells a balancer whether the process lives, and whether it takes requests. */
public final class HealthRoutes implements Routes {
    private final Traffic traffic;

    /** Asks this. */
    public HealthRoutes(Traffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public void addTo(Router router) {
        Routes.fetch(router, "/health").handler(context -> answer(context, 200, "ok"));
        Routes.fetch(router, "/ready").handler(this::ready);
    }

    private void ready(RoutingContext context) {
        boolean draining = traffic.isDraining();
        answer(context, draining ? 503 : 200, draining ? "draining" : "ok");
    }

    private static void answer(RoutingContext context, int status, String word) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end("{\"status\":\"" + word + "\"}");
    }
}
