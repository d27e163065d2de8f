package dev.llmdriver.server.internal.openai;

import dev.llmdriver.error.ErrorKind;
import java.util.Map;
import java.util.Objects;

/** What becomes of each kind of error: docs/server.md shows this table. */
final class ErrorRows {
    private static final String REQUEST = "invalid_request_error";
    private static final String LIMIT = "rate_limit_error";
    private static final String SERVER = "server_error";

    /**
     * A line of the table.
     *
     * @param status the HTTP status
     * @param type OpenAI's type
     * @param code OpenAI's code where it has one, else the kind's name
     * @param again whether the very same request may succeed later
     * @param message what to tell the caller; the provider's own words stay here
     */
    record Row(int status, String type, String code, boolean again, String message) {}

    private static final Map<ErrorKind, Row> ALL = Map.ofEntries(
            no(ErrorKind.AUTHENTICATION, 401, "authentication_error", "the provider refused the server's key for it"),
            no(ErrorKind.PERMISSION_DENIED, 403, "permission_error", "the server's key may not use this model"),
            no(ErrorKind.QUOTA_EXHAUSTED, 429, "insufficient_quota", "insufficient_quota", "the quota is used up"),
            again(ErrorKind.RATE_LIMITED, 429, LIMIT, "rate_limit_exceeded", "the provider's rate limit is reached"),
            again(ErrorKind.LIMIT_EXCEEDED, 429, LIMIT, "limit_exceeded", "a limit or budget of the server is reached"),
            no(ErrorKind.MODEL_NOT_FOUND, 404, REQUEST, "the provider has no such model, or not for this key"),
            no(ErrorKind.MODEL_RETIRED, 404, REQUEST, "the model was retired; choose another one"),
            no(ErrorKind.NOT_CHAT_MODEL, 404, REQUEST, "the model is not made for this; choose another one"),
            no(ErrorKind.INVALID_REQUEST, 400, REQUEST, "the provider refused the request as invalid"),
            no(ErrorKind.UNSUPPORTED, 400, REQUEST, "the model or its provider cannot do what was asked"),
            no(
                    ErrorKind.CONTEXT_LENGTH,
                    400,
                    REQUEST,
                    "context_length_exceeded",
                    "the messages are longer than the model's context"),
            no(
                    ErrorKind.CONTENT_BLOCKED,
                    400,
                    REQUEST,
                    "content_filter",
                    "the provider's filter held the content back"),
            again(ErrorKind.MODEL_LOADING, 503, SERVER, "model_loading", "the model is being loaded"),
            again(ErrorKind.OVERLOADED, 503, SERVER, "overloaded", "the provider is overloaded"),
            no(ErrorKind.ENDPOINT_UNAVAILABLE, 503, SERVER, "the provider's endpoint is paused or broken"),
            again(ErrorKind.SERVER_ERROR, 502, SERVER, "server_error", "the provider failed"),
            again(ErrorKind.CONNECT_FAILED, 502, SERVER, "connect_failed", "the provider cannot be reached"),
            again(ErrorKind.STREAM_INTERRUPTED, 502, SERVER, "stream_interrupted", "the provider broke off its answer"),
            again(
                    ErrorKind.MALFORMED_RESPONSE,
                    502,
                    SERVER,
                    "malformed_response",
                    "the provider's answer made no sense"),
            again(ErrorKind.TIMEOUT, 504, SERVER, "timeout", "the provider did not answer in time"),
            again(ErrorKind.TARGETS_EXHAUSTED, 502, SERVER, "targets_exhausted", "no model could answer"),
            again(ErrorKind.CANCELLED, 503, SERVER, "cancelled", "the call was broken off, as the server is closing"),
            no(ErrorKind.CONFIGURATION, 500, SERVER, "the server's configuration of this model is wrong"),
            no(ErrorKind.OUTPUT_INVALID, 502, SERVER, "the answer has not the form that was asked for"));

    private ErrorRows() {}

    static Row of(ErrorKind kind) {
        return Objects.requireNonNull(ALL.get(kind), kind::wireName);
    }

    private static Map.Entry<ErrorKind, Row> no(ErrorKind kind, int status, String type, String message) {
        return no(kind, status, type, kind.wireName(), message);
    }

    private static Map.Entry<ErrorKind, Row> no(ErrorKind kind, int status, String type, String code, String message) {
        return Map.entry(kind, new Row(status, type, code, false, message));
    }

    private static Map.Entry<ErrorKind, Row> again(
            ErrorKind kind, int status, String type, String code, String message) {
        return Map.entry(kind, new Row(status, type, code, true, message));
    }
}
