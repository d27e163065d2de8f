package dev.llmdriver.server.internal.openai;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.server.internal.http.Refusal;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into an answer that tells the caller what to do, and nobody what the provider said, where, or with which key. */
public final class Errors {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.server");
    private static final String REQUEST = "invalid_request_error";
    private static final Map<Integer, String> WORDS = Map.of(
            404,
                    "There is nothing at this address; the server speaks /v1/chat/completions, /v1/embeddings and /v1/models.",
            405, "This address does not take this method.",
            413, "The body is larger than the server takes.");
    /** What drivers refuse before anything is sent is told by our own words, about the caller's own fields. */
    private static final Set<ErrorKind> LOCAL = Set.of(ErrorKind.INVALID_REQUEST, ErrorKind.UNSUPPORTED);
    /** Why limits refuse, unless they say when to come back; where too many calls are under way nobody knows when. */
    private static final Set<String> FOR_GOOD = Set.of("too_large", "no_price", "no_bound", "budget");

    private Errors() {}

    /** Answers a request that failed. */
    static void answer(RoutingContext context) {
        answer(context, context.statusCode());
    }

    /** Answers a request that failed with a status alone, as one to no known address does. */
    static void answer(RoutingContext context, int status) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) { // whoever left, even amid a request, is no fault of the server's
            return;
        }
        ErrorAnswer error = of(context.failure(), status);
        if (response.headWritten()) { // nothing can be said any more; the cut tells that something is wrong
            response.reset();
            return;
        }
        response.setStatusCode(error.status());
        error.retryAfterSeconds().ifPresent(seconds -> response.putHeader("Retry-After", seconds));
        // Each such answer must name a way (RFC 9110, 15.5.2), also if a provider refused the server's key.
        if (error.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        response.putHeader("x-should-retry", Boolean.toString(error.again()));
        Answers.json(response, error::write);
    }

    /** {@return the answer to a failure of any kind} */
    public static ErrorAnswer of(@Nullable Throwable failure, int status) {
        if (failure instanceof Refusal refusal) {
            return refused(refusal.status(), refusal.getMessage(), refusal.param(), refusal.code());
        }
        if (failure instanceof LlmException error) {
            return ofCall(error);
        }
        if (status >= 400 && status < 500) {
            return refused(
                    status, WORDS.getOrDefault(status, "The request is refused."), Optional.empty(), Optional.empty());
        }
        LOG.log(Level.ERROR, "a request failed in the server itself", failure);
        return new ErrorAnswer(
                500, "server_error", Optional.empty(), Optional.empty(), "The server failed.", Optional.empty(), false);
    }

    private static ErrorAnswer refused(
            int status, @Nullable String message, Optional<String> param, Optional<String> code) {
        String type = status < 500 ? REQUEST : "server_error";
        return new ErrorAnswer(status, type, param, code, String.valueOf(message), Optional.empty(), status == 503);
    }

    private static ErrorAnswer ofCall(LlmException error) {
        if (error.kind() == ErrorKind.TARGETS_EXHAUSTED && error.getCause() instanceof LlmException primary) {
            return ofCall(primary);
        }
        ErrorRows.Row row = ErrorRows.of(error.kind());
        LOG.log(Level.DEBUG, "a call failed", error);
        return new ErrorAnswer(
                row.status(),
                row.type(),
                row.status() == 404 ? Optional.of("model") : Optional.empty(),
                Optional.of(row.code()),
                message(error, row),
                error.retryAfter(),
                row.again() && !isForGood(error));
    }

    /** {@return whether no waiting helps, as no window of a limit or budget ever holds the request, or what is used up comes back never} */
    private static boolean isForGood(LlmException error) {
        return error.kind() == ErrorKind.LIMIT_EXCEEDED
                && FOR_GOOD.contains(CallerWords.plain(error.reason()))
                && error.retryAfter().isEmpty();
    }

    private static String message(LlmException error, ErrorRows.Row row) {
        boolean unsent = error.status().isEmpty() && (error.phase() == Phase.BUILD || error.phase() == Phase.LOCAL);
        String own = String.valueOf(error.getMessage());
        if (unsent && LOCAL.contains(error.kind()) && !own.contains("://")) {
            return own;
        }
        Optional<String> callers = CallerWords.of(error);
        if (callers.isPresent()) {
            return callers.get();
        }
        String whom = error.provider().map(name -> name + ": ").orElse("");
        String why = error.reason().isEmpty() ? "" : " (" + error.reason() + ")";
        return whom + row.message() + why + ".";
    }
}
