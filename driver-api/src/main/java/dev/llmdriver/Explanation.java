package dev.llmdriver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a driver would send. Holds no secret.
 *
 * @param method the HTTP method
 * @param url the address, its query's secrets removed
 * @param headers the headers in order, secret values replaced
 * @param body the body's JSON text
 * @param fields each field's fate
 */
public record Explanation(String method, String url, Map<String, String> headers, String body, List<FieldFate> fields) {
    /** Copies the collections. */
    public Explanation {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(body, "body");
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        fields = List.copyOf(fields);
    }

    @Override
    public String toString() {
        return "Explanation[" + method + " " + url + ", " + body.length() + " characters, " + fields + "]";
    }
}
