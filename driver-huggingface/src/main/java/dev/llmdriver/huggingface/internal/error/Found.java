package dev.llmdriver.huggingface.internal.error;

import dev.llmdriver.http.ErrorFacts;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a body told: for each thing the first that was said. */
final class Found {
    private String message = "";
    private String detail = "";
    private String code = "";
    private String type = "";
    final Map<String, Double> numbers = new LinkedHashMap<>();

    void message(String text) {
        message = message.isEmpty() ? text.strip() : message;
    }

    void detail(String text) {
        detail = detail.isEmpty() ? text.strip() : detail;
    }

    void code(String text) {
        code = code.isEmpty() ? text.strip() : code;
    }

    void type(String text) {
        type = type.isEmpty() ? text.strip() : type;
    }

    ErrorFacts addTo(ErrorFacts facts) {
        ErrorFacts.Builder all = facts.toBuilder()
                .message(detail.isEmpty() ? message : message + ": " + detail)
                .code(code)
                .type(type);
        numbers.forEach(all::number);
        return all.build();
    }
}
