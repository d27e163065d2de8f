package dev.llmdriver.gemini.internal.error;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.Headers;
import java.net.URI;
import java.util.Map;

/**
 * What Gemini said, for one row of the table.
 *
 * @param row the row it must hit
 * @param kind what it is
 * @param reason its finer shade
 * @param section where the wire page tells of it
 * @param facts what came
 */
record Sample(String row, ErrorKind kind, String reason, String section, ErrorFacts facts) {
    private static final URI ADDRESS =
            URI.create("https://generativelanguage.googleapis.com/v1beta/models/m:generateContent");

    /** Google's own shape. */
    static ErrorFacts google(int status, String canonical, String message, String... details) {
        return said(status, body(status, canonical, message, details));
    }

    static String body(int status, String canonical, String message, String... details) {
        String all = details.length == 0 ? "" : ",\"details\":[" + String.join(",", details) + "]";
        return "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"status\":\"" + canonical + "\""
                + all + "}}";
    }

    static ErrorFacts said(int status, String body) {
        return ErrorFacts.builder(status)
                .uri(ADDRESS)
                .headers(Headers.of(Map.of("Content-Type", "application/json; charset=UTF-8")))
                .body(body)
                .build();
    }

    static ErrorFacts inStream(String body) {
        return ErrorFacts.builder(0).body(body).build();
    }

    static ErrorFacts instead(String type, String word) {
        return ErrorFacts.builder(0).type(type).code(word).build();
    }

    static String reason(String reason) {
        return "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"" + reason
                + "\",\"domain\":\"googleapis.com\"}";
    }

    static String quota(String... ids) {
        StringBuilder violations = new StringBuilder();
        for (String id : ids) {
            violations
                    .append(violations.isEmpty() ? "" : ",")
                    .append("{\"quotaMetric\":\"m\",\"quotaId\":\"")
                    .append(id)
                    .append("\",\"quotaValue\":\"20\"}");
        }
        return "{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":[" + violations + "]}";
    }

    static String retry(String delay) {
        return "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"" + delay + "\"}";
    }

    @Override
    public String toString() {
        return row + " (" + section + ") " + facts.status() + " "
                + facts.body().substring(0, Math.min(70, facts.body().length()));
    }
}
