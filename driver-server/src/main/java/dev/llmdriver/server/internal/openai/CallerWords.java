package dev.llmdriver.server.internal.openai;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.util.Map;
import java.util.Optional;

/** What is said to a caller who has used up what is his own. No provider has to do with it. */
final class CallerWords {
    private static final String OWN = "caller_";
    private static final Map<String, String> ALL = Map.of(
            "caller_concurrency", "You have as many requests under way as you may have at one time",
            "caller_rate_limit", "Your own limit of requests or tokens is used up for now",
            "caller_budget", "Your own budget has too little left for this request",
            "caller_too_large", "This request may take more than your own limit or budget ever holds");

    private CallerWords() {}

    /** {@return the reason, whosever limit it was} */
    static String plain(String reason) {
        return reason.startsWith(OWN) ? reason.substring(OWN.length()) : reason;
    }

    /** {@return the sentence, if it was a limit or budget of the caller's own} */
    static Optional<String> of(LlmException error) {
        String reason = error.reason();
        return error.kind() == ErrorKind.LIMIT_EXCEEDED && reason.startsWith(OWN)
                ? Optional.of(
                        ALL.getOrDefault(reason, "Your own budget cannot pay for this request") + " (" + reason + ").")
                : Optional.empty();
    }
}
