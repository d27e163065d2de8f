package dev.llmdriver.gemini.internal.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.gemini.internal.endpoint.Endpoint;
import dev.llmdriver.http.AnswerOrError;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.ProviderEndpoint;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What models there are: {@code GET /models} page after page, {@code GET /models/{m}} for one (wire page 1). Thread-safe. */
public final class ModelCatalogue {
    private static final int MOST_PAGES = 100;
    private static final String PAGE = "pageSize=1000";

    private final Endpoint endpoint;
    private final ProviderEndpoint http;
    private final KnownModels known;
    private final ErrorClassifier errors;

    /** Makes the catalogue of an endpoint. */
    public ModelCatalogue(Endpoint endpoint, ProviderEndpoint http, KnownModels known, ErrorClassifier errors) {
        this.endpoint = endpoint;
        this.http = http;
        this.known = known;
        this.errors = errors;
    }

    private record Page(List<ModelInfo> models, String next) {}

    /** {@return all models} */
    public CompletableFuture<List<ModelInfo>> models() {
        return pages(endpoint.models(PAGE), new LinkedHashMap<>(), new HashSet<>());
    }

    /** A relay that passes no tokens on answers with its first page for ever: a token that was followed is not followed again. */
    private CompletableFuture<List<ModelInfo>> pages(URI address, Map<String, ModelInfo> found, Set<String> followed) {
        return http.get(address, new AnswerOrError<>(this::page, errors)).thenCompose(page -> {
            page.models().forEach(model -> found.putIfAbsent(model.id(), model));
            boolean more = !page.next().isEmpty() && followed.add(page.next()) && followed.size() < MOST_PAGES;
            return more
                    ? pages(next(page.next()), found, followed)
                    : CompletableFuture.completedFuture(List.copyOf(found.values()));
        });
    }

    private URI next(String token) {
        return endpoint.models(PAGE + "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
    }

    private Page page(WireResponse response) throws IOException {
        JsonNode body = list(response);
        List<ModelInfo> models = new ArrayList<>();
        for (JsonNode json : body.path("models")) {
            ModelEntry entry = new ModelEntry(json);
            if (!entry.id().isBlank()) { // nobody can ask a model without a name
                models.add(heard(entry));
            }
        }
        return new Page(models, body.path("nextPageToken").asText(""));
    }

    /** {@return the list of models; Protobuf leaves an empty one out, so what says nothing else is one without models} */
    static JsonNode list(WireResponse response) throws IOException {
        JsonNode body = Json.tree(response.body());
        boolean isList = body.path("models").isArray() || body.isEmpty() || body.has("nextPageToken");
        if (!body.isObject() || !isList) {
            throw new IOException("the answer is no list of models");
        }
        return body;
    }

    /** {@return what is known of a model; fails as model_not_found} */
    public CompletableFuture<ModelInfo> describe(String model) {
        return http.get(endpoint.model(model), new AnswerOrError<>(this::one, errors));
    }

    private ModelInfo one(WireResponse response) throws IOException {
        ModelEntry entry = new ModelEntry(Json.tree(response.body()));
        if (entry.resource().isEmpty()) {
            throw new IOException("the model's entry has no name");
        }
        return heard(entry);
    }

    private ModelInfo heard(ModelEntry entry) {
        known.heard(entry.resource(), entry.mayChat());
        return entry.info();
    }
}
