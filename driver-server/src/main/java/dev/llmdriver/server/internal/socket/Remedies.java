package dev.llmdriver.server.internal.socket;

import dev.llmdriver.error.ErrorKind;
import java.util.Map;

/** What a person can do about each kind of error. */
final class Remedies {
    private static final String SHORTER = "Begin a new conversation, turn the memory off, or say it in fewer words.";
    private static final String AGAIN = "Try again in a moment.";
    private static final String ANOTHER = "Choose another model.";
    private static final String OTHERWISE = "Try again; if it stays so, choose another model.";
    private static final String KEY =
            "Check the key: in the settings of the page if you gave one there, else in the server's configuration, such as"
                    + " HF_TOKEN or GEMINI_API_KEY.";

    private static final Map<ErrorKind, String> ALL = Map.ofEntries(
            Map.entry(ErrorKind.AUTHENTICATION, KEY),
            Map.entry(
                    ErrorKind.PERMISSION_DENIED,
                    "Ask the provider for leave to use this model, or choose another one."),
            Map.entry(
                    ErrorKind.QUOTA_EXHAUSTED,
                    "Buy more, wait until the quota is renewed, or choose another provider."),
            Map.entry(ErrorKind.RATE_LIMITED, "Wait a little and try again, or choose another model."),
            Map.entry(ErrorKind.LIMIT_EXCEEDED, "Wait, or have the limit raised in the server's configuration."),
            Map.entry(ErrorKind.MODEL_NOT_FOUND, "Check the model's name, or choose one of the list."),
            Map.entry(ErrorKind.MODEL_RETIRED, ANOTHER),
            Map.entry(ErrorKind.NOT_CHAT_MODEL, ANOTHER),
            Map.entry(ErrorKind.INVALID_REQUEST, ANOTHER),
            Map.entry(ErrorKind.UNSUPPORTED, ANOTHER),
            Map.entry(ErrorKind.CONTEXT_LENGTH, SHORTER),
            Map.entry(ErrorKind.CONTENT_BLOCKED, "Say it in other words."),
            Map.entry(ErrorKind.MODEL_LOADING, "Try again in a minute."),
            Map.entry(ErrorKind.OVERLOADED, "Try again in a moment, or choose another model."),
            Map.entry(ErrorKind.ENDPOINT_UNAVAILABLE, "Start the endpoint at its provider, or choose another model."),
            Map.entry(ErrorKind.SERVER_ERROR, OTHERWISE),
            Map.entry(
                    ErrorKind.CONNECT_FAILED,
                    "Check the network and, if you gave one, the endpoint's address; is its server running?"),
            Map.entry(ErrorKind.STREAM_INTERRUPTED, AGAIN),
            Map.entry(ErrorKind.MALFORMED_RESPONSE, OTHERWISE),
            Map.entry(ErrorKind.TIMEOUT, "Try again, or choose a faster model."),
            Map.entry(ErrorKind.TARGETS_EXHAUSTED, AGAIN),
            Map.entry(ErrorKind.CANCELLED, AGAIN),
            Map.entry(
                    ErrorKind.CONFIGURATION,
                    "Correct the endpoint if you gave one in the page; else mend the server's configuration and start it"
                            + " anew, or choose another provider."),
            Map.entry(ErrorKind.OUTPUT_INVALID, AGAIN));

    private Remedies() {}

    static String of(ErrorKind kind) {
        return ALL.getOrDefault(kind, AGAIN);
    }
}
