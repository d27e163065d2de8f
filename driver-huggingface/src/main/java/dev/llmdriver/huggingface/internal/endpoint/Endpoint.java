package dev.llmdriver.huggingface.internal.endpoint;

import dev.llmdriver.Warning;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where requests go. Immutable.
 *
 * @param kind which kind of endpoint
 * @param provider the pinned provider; empty for the other kinds
 * @param base the router's root, or the dedicated endpoint's address as the user wrote it
 * @param guessed whether {@code auto} concluded from the base URL that the endpoint is a dedicated one
 * @param explicit whether the user named the base URL
 * @param dialect the engine of a dedicated endpoint
 * @param warnings what every answer shall warn of
 */
public record Endpoint(
        EndpointKind kind,
        String provider,
        URI base,
        boolean guessed,
        boolean explicit,
        Dialect dialect,
        List<Warning> warnings) {

    /** {@return the address of a chat request} */
    public URI chat(ModelName model) {
        if (dialect == Dialect.CUSTOM_INPUTS) {
            return kind == EndpointKind.HF_INFERENCE ? hfModel(model, "") : base;
        }
        return switch (kind) {
            case ROUTER -> Urls.append(base, "/v1/chat/completions");
            case PINNED -> Urls.append(base, ProviderPaths.chat(provider));
            case HF_INFERENCE -> hfModel(model, "/v1/chat/completions");
            case DEDICATED -> Urls.chatCompletions(base);
        };
    }

    /** {@return the address of something of hf-inference's for a model; the router has it too} */
    public URI hfModel(ModelName model, String path) {
        return Urls.append(base, "/hf-inference/models/" + Urls.modelPath(model.catalogueId()) + path);
    }

    /** {@return the address of a path on the endpoint, beside {@code /v1}} */
    public URI at(String path) {
        return Urls.append(Urls.root(base), path);
    }

    /** {@return the address of a pinned provider's embeddings, if it has them} */
    public Optional<URI> providerEmbeddings() {
        return ProviderPaths.embeddings(provider).map(path -> Urls.append(base, path));
    }

    /** {@return headers that the pinned provider wants} */
    public Map<String, String> headers() {
        return ProviderPaths.headers(provider);
    }

    /** {@return whether it is Hugging Face's own router, so that a token is needed} */
    public boolean isHuggingFaceRouter() {
        return EndpointResolver.ROUTER_HOST.equalsIgnoreCase(base.getHost());
    }

    /**
     * {@return whether a stream's connection is given up at its end} The server of llama.cpp closes it then without having said so,
     * and a call that follows at once would fail on it. Where the dialect was not named, that call is left to be tried again.
     */
    public boolean closesAfterStreams() {
        return dialect == Dialect.LLAMACPP;
    }

    /** {@return the endpoint in words} */
    public String describe() {
        return switch (kind) {
            case ROUTER -> "the router, which chooses the provider";
            case PINNED -> "the provider " + provider + " behind the router";
            case HF_INFERENCE -> "hf-inference";
            case DEDICATED -> "a dedicated endpoint";
        };
    }
}
