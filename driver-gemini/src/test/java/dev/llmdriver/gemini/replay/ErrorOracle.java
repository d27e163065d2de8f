package dev.llmdriver.gemini.replay;

import java.util.Locale;
import java.util.Set;

/** What kinds an error may be given, by words that leave no doubt, otherwise by its status. */
final class ErrorOracle {
    private ErrorOracle() {}

    static Set<String> kinds(int status, String body) {
        String text = body.toLowerCase(Locale.ROOT);
        if (text.contains("api key not valid")) {
            return Set.of("authentication");
        }
        if (text.contains("location is not supported")) {
            return Set.of("permission_denied");
        }
        if (text.contains("combination of response modalities")) {
            return Set.of("not_chat_model");
        }
        return switch (status) {
            case 400 -> Set.of("invalid_request");
            case 401 -> Set.of("authentication");
            case 403 -> text.contains("cachedcontent") ? Set.of("invalid_request") : Set.of("permission_denied");
            case 404 -> Set.of("model_not_found", "model_retired");
            case 429 -> Set.of("rate_limited", "quota_exhausted");
            case 503 -> Set.of("overloaded");
            default -> Set.of("server_error");
        };
    }
}
