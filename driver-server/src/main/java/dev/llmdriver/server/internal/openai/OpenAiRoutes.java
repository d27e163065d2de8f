package dev.llmdriver.server.internal.openai;

import dev.llmdriver.server.internal.auth.Callers;
import dev.llmdriver.server.internal.http.Entry;
import dev.llmdriver.server.internal.http.Routes;
import dev.llmdriver.server.internal.http.Workers;
import dev.llmdriver.spi.Scheduler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The addresses of OpenAI's protocol. */
public final class OpenAiRoutes implements Routes {
    private final Models models;
    private final Entry entry;
    private final Workers workers;
    private final Callers callers;
    private final Scheduler scheduler;

    /** Opens nothing yet. */
    public OpenAiRoutes(Models models, Entry entry, Workers workers, Callers callers, Scheduler scheduler) {
        this.models = models;
        this.entry = entry;
        this.workers = workers;
        this.callers = callers;
        this.scheduler = scheduler;
    }

    @Override
    public void addTo(Router router) {
        router.route("/v1/*").failureHandler(Errors::answer).handler(callers::admit);
        entry.post(router, "/v1/chat/completions").handler(new ChatHandler(models, workers, scheduler));
        entry.post(router, "/v1/embeddings").handler(new EmbeddingsHandler(models, workers));
        ModelsHandler list = new ModelsHandler(models, workers, scheduler);
        Routes.fetch(router, "/v1/models").handler(list::all);
        Routes.fetch(router, ModelsHandler.PREFIX + "*").handler(list::one);
        // What no family of addresses knows is told in this shape, too.
        for (int status : new int[] {400, 401, 403, 413, 500, 503}) {
            router.errorHandler(status, context -> Errors.answer(context, status));
        }
        router.errorHandler(404, context -> misdirected(router, context));
        router.errorHandler(405, context -> misdirected(router, context));
    }

    /** The router forgets that an address takes other methods once a later handler of all addresses has let the request on. */
    private static void misdirected(Router router, RoutingContext context) {
        String methods = Routes.methods(router, context.normalizedPath());
        if (methods.isEmpty()) {
            Errors.answer(context, 404);
        } else {
            context.response().putHeader("Allow", methods);
            Errors.answer(context, 405);
        }
    }
}
