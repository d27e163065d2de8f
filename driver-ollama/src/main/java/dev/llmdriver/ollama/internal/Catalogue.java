package dev.llmdriver.ollama.internal;

import dev.llmdriver.ModelInfo;
import dev.llmdriver.http.AnswerOrError;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.ProviderEndpoint;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.ollama.ModelDetails;
import dev.llmdriver.ollama.RunningModel;
import dev.llmdriver.ollama.internal.endpoint.Address;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks Ollama about its models and itself (wire page 5), and keeps what helps with later requests. Thread-safe. */
public final class Catalogue {
    private final Address address;
    private final ProviderEndpoint http;
    private final Known known;
    private final ErrorClassifier errors;

    /** Makes the catalogue of an Ollama. */
    public Catalogue(Address address, ProviderEndpoint http, Known known, ErrorClassifier errors) {
        this.address = address;
        this.http = http;
        this.known = known;
        this.errors = errors;
    }

    private <T> CompletableFuture<T> get(String path, BodyDecoder<T> answer) {
        return http.get(address.at(path), new AnswerOrError<>(answer, errors));
    }

    /** {@return the installed models} */
    public CompletableFuture<List<ModelInfo>> models() {
        return get("/api/tags", response -> {
            List<ModelInfo> models = ModelCard.list(response);
            models.forEach(known::learn);
            return models;
        });
    }

    /** {@return a model's details; fails as model_not_found} */
    public CompletableFuture<ModelDetails> show(String model) {
        byte[] body = Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("model", model);
            out.writeEndObject();
        });
        WireRequest request =
                WireRequest.post(address.at("/api/show")).json(body).build();
        return http.metadata(request, response -> {
            refuseError(response);
            ModelDetails details = ModelCard.details(model, response);
            known.learn(details.info());
            return details;
        });
    }

    /** A server that is no Ollama may say with status 200 that it has no such path: details without a word are those of any model. */
    private void refuseError(WireResponse response) throws IOException {
        if (Json.tree(response.body()).hasNonNull("error")) {
            throw errors.classify(ErrorFacts.builder(0).body(response.text()).build())
                    .build();
        }
    }

    /** {@return the loaded models} */
    public CompletableFuture<List<RunningModel>> running() {
        return get("/api/ps", response -> {
            List<RunningModel> models = ModelCard.running(response);
            models.forEach(model -> model.contextLength().ifPresent(tokens -> known.learnWindow(model.name(), tokens)));
            return models;
        });
    }

    /** {@return Ollama's version; fails as malformed_response where something else answers} */
    public CompletableFuture<String> version() {
        return get("/api/version", Catalogue::version);
    }

    private static String version(WireResponse response) throws IOException {
        String version = Json.tree(response.body()).path("version").asText("");
        if (version.isEmpty()) {
            throw new IOException("the answer has no version, so this is no Ollama");
        }
        return version;
    }
}
