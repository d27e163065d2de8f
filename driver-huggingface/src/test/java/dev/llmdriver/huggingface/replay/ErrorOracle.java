package dev.llmdriver.huggingface.replay;

import dev.llmdriver.testkit.replay.Outcome.Failure;
import java.util.Locale;
import java.util.Set;

/**
 * What kinds an error may be given. Texts that leave no doubt decide; otherwise the status allows several, because the same status
 * says different things in different houses.
 */
final class ErrorOracle {
    private ErrorOracle() {}

    static Failure read(int status, String body) {
        return new Failure(status, kinds(status, body.toLowerCase(Locale.ROOT)));
    }

    private static Set<String> kinds(int status, String text) {
        if (text.contains("template not found")) {
            return Set.of("not_chat_model");
        }
        if (text.contains("available context size") || text.contains("`max_new_tokens` must be <=")) {
            return Set.of("context_length");
        }
        if (text.contains("model_not_found") || text.contains("model not found") || text.contains(" does not exist")) {
            return Set.of("model_not_found", "model_retired");
        }
        return byStatus(status);
    }

    private static Set<String> byStatus(int status) {
        return switch (status) {
            case 401 -> Set.of("authentication");
            case 402 -> Set.of("quota_exhausted");
            case 403 -> Set.of("permission_denied", "content_blocked", "model_not_found");
            case 404 -> Set.of("model_not_found", "model_retired", "invalid_request");
            case 429 -> Set.of("rate_limited", "quota_exhausted", "overloaded");
            case 400, 422 -> Set.of("invalid_request", "model_not_found", "model_retired", "content_blocked");
            default -> status < 500 ? Set.of("invalid_request") : Set.of("server_error", "overloaded", "model_loading");
        };
    }
}
