package dev.llmdriver.server.internal.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ModelRef;
import dev.llmdriver.server.internal.http.Workers;
import dev.llmdriver.spi.Scheduler;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers {@code GET /v1/models} and {@code GET /v1/models/<name>}. */
final class ModelsHandler {
    static final String PREFIX = "/v1/models/";

    private final Models models;
    private final Workers workers;
    private final ModelList list;

    ModelsHandler(Models models, Workers workers, Scheduler scheduler) {
        this.models = models;
        this.workers = workers;
        this.list = new ModelList(models, scheduler);
    }

    void all(RoutingContext context) {
        answer(context, list::read, ModelsHandler::written);
    }

    /** A configured name is there; of any other model its provider knows. */
    void one(RoutingContext context) {
        String name = URLDecoder.decode(
                context.normalizedPath().substring(PREFIX.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        answer(context, () -> described(name), ref -> json -> write(json, name, ref.provider()));
    }

    private CompletableFuture<ModelRef> described(String name) {
        ModelRef ref = models.resolve(name);
        if (models.client().config().models().containsKey(name)) {
            return CompletableFuture.completedFuture(ref);
        }
        return models.client()
                .provider(ref.provider())
                .chatModel(ref.model())
                .describe()
                .thenApply(info -> ref);
    }

    private <T> void answer(
            RoutingContext context, Supplier<CompletableFuture<T>> asking, Function<T, Answers.Value> writer) {
        Bodies.read(
                context,
                workers,
                (loop, none) ->
                        Bodies.answer(context, loop, asking.get(), value -> Answers.bytes(writer.apply(value))));
    }

    private static Answers.Value written(Map<String, String> names) {
        return json -> {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (Map.Entry<String, String> model : names.entrySet()) {
                write(json, model.getKey(), model.getValue());
            }
            json.writeEndArray();
            json.writeEndObject();
        };
    }

    /** Nobody tells when a model was made, but clients want a number. */
    private static void write(JsonGenerator json, String name, String provider) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", name);
        json.writeStringField("object", "model");
        json.writeNumberField("created", 0);
        json.writeStringField("owned_by", provider);
        json.writeEndObject();
    }
}
