package dev.llmdriver.huggingface.internal.catalogue;

import dev.llmdriver.Health;
import dev.llmdriver.Health.Status;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.AnswerOrError;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.ProviderEndpoint;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointKind;
import java.io.IOException;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out whether an endpoint can be used, without a paid call (wire page 5): behind the router by its list of models, which needs no
 * token, and then by asking the Hub who the token is; a dedicated endpoint by {@code /health}, {@code /v1/models} and {@code /info}, of
 * which each engine has one.
 */
public final class HealthProbe {
    private static final URI WHO_AM_I = URI.create("https://huggingface.co/api/whoami-v2");

    /**
     * Engines say little or nothing of their health; a page is what a proxy, a login or another web server says in their place, and an
     * error may come with status 200.
     */
    private static final BodyDecoder<Boolean> ANYTHING_GOOD = response -> {
        String said = response.text().stripLeading();
        if (response.contentType().equals("text/html") || said.startsWith("<")) {
            throw new IOException("a page came");
        }
        if (said.startsWith("{")
                && ErrorFacts.builder(0).body(said).build().json().hasNonNull("error")) {
            throw new IOException("an error came");
        }
        return true;
    };

    private final Endpoint endpoint;
    private final ProviderEndpoint http;
    private final ErrorClassifier errors;
    private final boolean hasKey;

    /** Makes the probe of an endpoint. */
    public HealthProbe(Endpoint endpoint, ProviderEndpoint http, ErrorClassifier errors, boolean hasKey) {
        this.endpoint = endpoint;
        this.http = http;
        this.errors = errors;
        this.hasKey = hasKey;
    }

    /** {@return the verdict; never fails} */
    public CompletableFuture<Health> check() {
        return endpoint.kind() == EndpointKind.DEDICATED ? dedicated() : router();
    }

    private CompletableFuture<Health> router() {
        return http.get(endpoint.at("/v1/models"), new AnswerOrError<>(ModelCatalogue::entries, errors))
                .thenCompose(up -> token())
                .exceptionally(failure -> failed(LlmException.of(failure)));
    }

    /** A base URL of one's own stands for the router, so the Hub is not asked. */
    private CompletableFuture<Health> token() {
        if (endpoint.explicit()) {
            return CompletableFuture.completedFuture(up(endpoint.base().getHost() + " lists its models"));
        }
        if (!hasKey) {
            return CompletableFuture.completedFuture(new Health(
                    Status.DOWN,
                    "the router answers, but there is no token",
                    "set HF_TOKEN to a token from https://huggingface.co/settings/tokens"));
        }
        return http.get(WHO_AM_I, new AnswerOrError<>(ANYTHING_GOOD, errors))
                .thenApply(known -> up("the router answers, and Hugging Face knows the token"));
    }

    private CompletableFuture<Health> dedicated() {
        return firstOf(List.of("/health", "/v1/models", "/info").iterator());
    }

    private CompletableFuture<Health> firstOf(Iterator<String> paths) {
        String path = paths.next();
        return http.get(endpoint.at(path), new AnswerOrError<>(ANYTHING_GOOD, errors))
                .thenApply(any -> up("the endpoint answers at " + path))
                .exceptionallyCompose(failure -> {
                    LlmException error = LlmException.of(failure);
                    int status = error.status().orElse(0);
                    boolean absent = status == 404 || status == 405;
                    if (absent && paths.hasNext()) {
                        return firstOf(paths);
                    }
                    return CompletableFuture.completedFuture(absent ? unknown() : failed(error));
                });
    }

    private static Health up(String detail) {
        return new Health(Status.UP, detail, "");
    }

    private static Health unknown() {
        return new Health(
                Status.UNKNOWN,
                "the endpoint answers, but has neither /health nor /v1/models nor /info, as a custom handler may",
                "ask it something");
    }

    private static Health failed(LlmException error) {
        boolean starting = error.kind() == ErrorKind.MODEL_LOADING
                || error.kind() == ErrorKind.OVERLOADED
                || error.status().orElse(0) == 503;
        return new Health(
                starting ? Status.STARTING : Status.DOWN, String.valueOf(error.getMessage()), remedy(error, starting));
    }

    private static String remedy(LlmException error, boolean starting) {
        if (starting) {
            return "wait, and ask again";
        }
        return switch (error.kind()) {
            case AUTHENTICATION, PERMISSION_DENIED -> "check HF_TOKEN at https://huggingface.co/settings/tokens";
            case ENDPOINT_UNAVAILABLE -> "resume the endpoint at https://endpoints.huggingface.co";
            case CONNECT_FAILED, TIMEOUT -> "check base-url, the network and the proxy";
            default -> "check base-url and endpoint";
        };
    }
}
