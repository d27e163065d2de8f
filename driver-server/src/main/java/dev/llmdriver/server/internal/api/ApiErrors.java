package dev.llmdriver.server.internal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.server.internal.chats.StoreException;
import dev.llmdriver.server.internal.http.Refusal;
import dev.llmdriver.server.internal.openai.Answers;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What went wrong, as this address tells it. Nothing that a provider or a database said is in it. */
final class ApiErrors {
    static final String NO_MODEL = "Invalid model name or publisher";
    private static final String RETIRED = "Service not available anymore.";
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.server");
    private static final Map<Integer, String> WORDS = Map.of(
            400, "Bad Request",
            403, "Forbidden",
            404, "Not Found",
            405, "Method Not Allowed",
            413, "Payload Too Large",
            500, "Internal Server Error");

    private ApiErrors() {}

    /**
     * An error.
     *
     * @param status the HTTP status
     * @param message the sentence for the caller
     * @param retryAfter when to come back, if known
     */
    record ApiError(int status, String message, Optional<Duration> retryAfter) {
        static ApiError of(int status, @Nullable String message) {
            return new ApiError(status, String.valueOf(message), Optional.empty());
        }

        void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeNumberField("statusCode", status);
            json.writeStringField("statusMessage", message);
            json.writeEndObject();
        }
    }

    /** Answers a request that failed. On the connection's event loop. */
    static void answer(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        ApiError error = of(context.failure(), context.statusCode());
        if (response.headWritten()) { // nothing can be said any more; the cut tells that something is wrong
            response.reset();
            return;
        }
        response.setStatusCode(error.status());
        // rounded up, for who comes too early is refused again
        error.retryAfter()
                .ifPresent(time -> response.putHeader(
                        "Retry-After", Long.toString(time.plusNanos(999_999_999).toSeconds())));
        Answers.json(response, error::write);
    }

    /** {@return what to say of a failure of any kind} */
    static ApiError of(@Nullable Throwable failure, int status) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            return ApiError.of(refusal.status(), refusal.getMessage());
        }
        if (cause instanceof StoreException) {
            return ApiError.of(503, "Conversations cannot be kept at present; try again later.");
        }
        if (cause instanceof LlmException error) {
            LOG.log(Level.DEBUG, "a call failed", error);
            return ofCall(error);
        }
        if (status >= 400 && status < 500) {
            return ApiError.of(status, WORDS.getOrDefault(status, "Bad Request"));
        }
        LOG.log(Level.ERROR, "a request failed in the server itself", failure);
        return ApiError.of(500, WORDS.get(500));
    }

    private static ApiError ofCall(LlmException error) {
        if (error.kind() == ErrorKind.TARGETS_EXHAUSTED && error.getCause() instanceof LlmException primary) {
            return ofCall(primary);
        }
        return switch (error.kind()) {
            case MODEL_NOT_FOUND, NOT_CHAT_MODEL -> ApiError.of(400, NO_MODEL);
            case MODEL_RETIRED -> ApiError.of(400, RETIRED);
            case INVALID_REQUEST, UNSUPPORTED -> ApiError.of(400, "The model does not take this request.");
            case CONTENT_BLOCKED -> ApiError.of(400, "The content was blocked.");
            case CONTEXT_LENGTH -> ApiError.of(413, "The conversation is longer than the model can read.");
            case RATE_LIMITED, LIMIT_EXCEEDED, QUOTA_EXHAUSTED ->
                new ApiError(429, "Too Many Requests", error.retryAfter());
            case CANCELLED -> // those who leave hear nothing, so it is the server that broke it off
                ApiError.of(503, "The server is shutting down; ask another one, or try again later.");
            default -> ApiError.of(500, WORDS.get(500));
        };
    }
}
