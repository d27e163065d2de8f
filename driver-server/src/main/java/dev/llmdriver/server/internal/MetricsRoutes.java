package dev.llmdriver.server.internal;

import dev.llmdriver.server.internal.auth.Callers;
import dev.llmdriver.server.internal.http.Routes;
import dev.llmdriver.server.internal.http.Workers;
import io.vertx.core.Context;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Tells who watches the server what is counted. The text is made by a worker, for it may have thousands of lines. */
final class MetricsRoutes implements Routes {
    private final Supplier<String> metrics;
    private final Callers callers;
    private final Workers workers;

    MetricsRoutes(Supplier<String> metrics, Callers callers, Workers workers) {
        this.metrics = metrics;
        this.callers = callers;
        this.workers = workers;
    }

    @Override
    public void addTo(Router router) {
        Routes.fetch(router, "/metrics").handler(callers::admit).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        Context loop = context.vertx().getOrCreateContext();
        workers.run(context, () -> {
            String text = metrics.get();
            loop.runOnContext(now -> context.response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(text));
        });
    }
}
