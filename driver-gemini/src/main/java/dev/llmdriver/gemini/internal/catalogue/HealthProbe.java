package dev.llmdriver.gemini.internal.catalogue;

import dev.llmdriver.Health;
import dev.llmdriver.Health.Status;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.gemini.internal.endpoint.Endpoint;
import dev.llmdriver.http.AnswerOrError;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.ProviderEndpoint;
import java.util.concurrent.CompletableFuture;

/** Finds out whether Gemini can be used, without a paid call: by the first model of its list, which needs a good key. */
public final class HealthProbe {
    private final Endpoint endpoint;
    private final ProviderEndpoint http;
    private final ErrorClassifier errors;

    /** Makes the probe of an endpoint. */
    public HealthProbe(Endpoint endpoint, ProviderEndpoint http, ErrorClassifier errors) {
        this.endpoint = endpoint;
        this.http = http;
        this.errors = errors;
    }

    /** {@return the verdict; never fails} */
    public CompletableFuture<Health> check() {
        return http.get(endpoint.models("pageSize=1"), new AnswerOrError<>(ModelCatalogue::list, errors))
                .thenApply(list -> up())
                .exceptionally(failure -> down(LlmException.of(failure)));
    }

    private Health up() {
        return new Health(Status.UP, endpoint.host() + " lists its models, and knows the key", "");
    }

    private static Health down(LlmException error) {
        String remedy = switch (error.kind()) {
            case AUTHENTICATION -> "set GEMINI_API_KEY to a key from https://aistudio.google.com/apikey";
            case PERMISSION_DENIED -> "check what the key, its project and this place may do";
            case RATE_LIMITED, QUOTA_EXHAUSTED -> "wait, or raise the project's quota";
            case OVERLOADED, SERVER_ERROR -> "wait, and ask again";
            case CONNECT_FAILED, TIMEOUT -> "check base-url, the network and the proxy";
            default -> "check base-url and api-version";
        };
        return new Health(Status.DOWN, String.valueOf(error.getMessage()), remedy);
    }
}
