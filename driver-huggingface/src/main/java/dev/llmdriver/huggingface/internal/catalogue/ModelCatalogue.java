package dev.llmdriver.huggingface.internal.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.AnswerOrError;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.ProviderEndpoint;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointKind;
import dev.llmdriver.huggingface.internal.endpoint.ModelName;
import dev.llmdriver.huggingface.internal.endpoint.Urls;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/**
 * What models there are (wire page 5): the router's catalogue with its providers; for a pinned provider and hf-inference what of it they
 * serve; for a dedicated endpoint what it says itself, at {@code /v1/models} or, for TGI and Text Embeddings Inference, {@code /info}.
 */
public final class ModelCatalogue {
    private static final Set<String> POLICIES = Set.of("fastest", "cheapest", "preferred");

    private final Endpoint endpoint;
    private final ProviderEndpoint http;
    private final ErrorClassifier errors;

    /** Makes the catalogue of an endpoint. */
    public ModelCatalogue(Endpoint endpoint, ProviderEndpoint http, ErrorClassifier errors) {
        this.endpoint = endpoint;
        this.http = http;
        this.errors = errors;
    }

    private <T> CompletableFuture<T> get(URI address, BodyDecoder<T> answer) {
        return http.get(address, new AnswerOrError<>(answer, errors));
    }

    /** {@return all models} */
    public CompletableFuture<List<ModelInfo>> models() {
        CompletableFuture<List<ModelInfo>> listed = get(endpoint.at("/v1/models"), this::list);
        return endpoint.kind() == EndpointKind.DEDICATED ? orInfo(listed) : listed;
    }

    /** {@return what the list of models holds; another answer, such as a login page, is none} */
    static JsonNode entries(WireResponse response) throws IOException {
        JsonNode body = Json.tree(response.body());
        JsonNode entries = body.isArray() ? body : body.path("data");
        if (!entries.isArray()) {
            throw new IOException("the list of models has no data");
        }
        return entries;
    }

    private List<ModelInfo> list(WireResponse response) throws IOException {
        return ModelEntry.elements(entries(response)).stream()
                .filter(entry -> !entry.path("id").asText("").isBlank()) // nobody can ask a model without a name
                .map(entry -> ModelEntry.read(entry, wanted()))
                .filter(info -> isRouted() || !info.offers().isEmpty())
                .toList();
    }

    /** Behind the router, but bound to one company, only that company's offers count. */
    private Predicate<String> wanted() {
        return switch (endpoint.kind()) {
            case PINNED -> endpoint.provider()::equals;
            case HF_INFERENCE -> "hf-inference"::equals;
            case ROUTER, DEDICATED -> provider -> true;
        };
    }

    private boolean isRouted() {
        return endpoint.kind() == EndpointKind.ROUTER || endpoint.kind() == EndpointKind.DEDICATED;
    }

    private CompletableFuture<List<ModelInfo>> orInfo(CompletableFuture<List<ModelInfo>> listed) {
        return listed.exceptionallyCompose(failure -> {
            LlmException error = LlmException.of(failure);
            boolean absent = error.status().orElse(0) == 404 || error.status().orElse(0) == 405;
            return absent ? get(endpoint.at("/info"), ModelCatalogue::info) : CompletableFuture.failedFuture(error);
        });
    }

    private static List<ModelInfo> info(WireResponse response) throws IOException {
        JsonNode body = Json.tree(response.body());
        if (!body.isObject() || body.hasNonNull("error")) {
            throw new IOException("the answer says nothing of a model");
        }
        ModelInfo.Builder info = ModelInfo.builder(body.path("model_id").asText("tgi"));
        for (String limit : List.of("max_total_tokens", "max_input_tokens", "max_input_length")) {
            if (body.path(limit).canConvertToLong()) {
                info.contextWindow(body.path(limit).asLong());
                break;
            }
        }
        return List.of(info.build());
    }

    /** {@return what is known of a model; fails as model_not_found} */
    public CompletableFuture<ModelInfo> describe(ModelName model) {
        if (endpoint.kind() == EndpointKind.DEDICATED) {
            return models().thenApply(all -> served(all, model));
        }
        Predicate<String> suffix = suffix(model);
        URI address;
        try {
            address = endpoint.at("/v1/models/" + Urls.modelPath(model.catalogueId()));
        } catch (LlmException leadsElsewhere) {
            return CompletableFuture.failedFuture(leadsElsewhere);
        }
        return get(address, response -> ModelEntry.read(one(response), wanted().and(suffix)))
                .exceptionally(failure -> {
                    LlmException error = LlmException.of(failure);
                    throw new CompletionException(error.status().orElse(0) == 404 ? unknown(model) : error);
                });
    }

    private static JsonNode one(WireResponse response) throws IOException {
        JsonNode body = Json.tree(response.body());
        JsonNode entry = body.has("data") ? body.get("data") : body;
        if (!entry.path("id").isTextual()) {
            throw new IOException("the model's entry has no id");
        }
        return entry;
    }

    /** {@code org/name:provider} pins a provider, so its offer alone counts. */
    private static Predicate<String> suffix(ModelName model) {
        int colon = model.asked().indexOf(':');
        String suffix = model.asked().substring(colon + 1);
        return colon < 0 || POLICIES.contains(suffix) ? provider -> true : suffix::equals;
    }

    /** TGI answers to every name, so its only model is the one. */
    private static ModelInfo served(List<ModelInfo> all, ModelName model) {
        return all.stream()
                .filter(info -> info.id().equals(model.wire()))
                .findFirst()
                .or(() -> all.size() == 1 ? all.stream().findFirst() : java.util.Optional.empty())
                .orElseThrow(() -> unknown(model));
    }

    private static LlmException unknown(ModelName model) {
        return LlmException.builder(
                        ErrorKind.MODEL_NOT_FOUND, "the catalogue has no model '" + model.catalogueId() + "'")
                .build();
    }
}
