package dev.llmdriver.gemini.internal.error;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What {@code error.details[]} tells.
 *
 * @param reason of {@code ErrorInfo}; empty if there is none
 * @param retryDelay of {@code RetryInfo}, as text; empty if there is none
 * @param violations of {@code BadRequest}, each its field and what is wrong with it; empty if there are none
 * @param isDaily whether a quota of the day is among those of {@code QuotaFailure}
 * @param isOfTokens whether a quota of input tokens is among them
 */
record Details(String reason, String retryDelay, String violations, boolean isDaily, boolean isOfTokens) {
    static Details of(JsonNode details) {
        String reason = "";
        String delay = "";
        boolean daily = false;
        boolean tokens = false;
        List<String> violations = new ArrayList<>();
        for (JsonNode detail : details) {
            String type = detail.path("@type").asText("");
            switch (type.substring(type.lastIndexOf('.') + 1)) {
                case "ErrorInfo" -> reason = detail.path("reason").asText("");
                case "RetryInfo" -> delay = detail.path("retryDelay").asText("");
                case "BadRequest" -> detail.path("fieldViolations").forEach(fault -> violations.add(text(fault)));
                case "QuotaFailure" -> {
                    daily |= names(detail.path("violations"), "perday", "daily");
                    tokens |= names(detail.path("violations"), "inputtokens");
                }
                default -> {} // links and translations for people
            }
        }
        return new Details(reason, delay, String.join("; ", violations), daily, tokens);
    }

    private static String text(JsonNode violation) {
        String field = violation.path("field").asText("");
        String fault = violation.path("description").asText("");
        return fault.contains(field) ? fault : field + ": " + fault;
    }

    /** Of several violations one is enough: the day's does not pass within minutes. */
    private static boolean names(JsonNode violations, String... words) {
        for (JsonNode violation : violations) {
            String id = violation.path("quotaId").asText("").toLowerCase(Locale.ROOT);
            if (Arrays.stream(words).anyMatch(id::contains)) {
                return true;
            }
        }
        return false;
    }
}
