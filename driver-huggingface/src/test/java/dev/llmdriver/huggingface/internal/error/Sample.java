package dev.llmdriver.huggingface.internal.error;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.Headers;
import java.net.URI;
import java.util.Map;

/**
 * What a server said, for one row of the table.
 *
 * @param row the row it must hit
 * @param kind what it is
 * @param reason its finer shade
 * @param section where the wire page tells of it
 * @param facts what came
 */
record Sample(String row, ErrorKind kind, String reason, String section, ErrorFacts facts) {
    static final String ROUTER = "https://router.huggingface.co/v1/chat/completions";
    static final String HF_INFERENCE = "https://router.huggingface.co/hf-inference/models/org/m/v1/chat/completions";
    static final String DEDICATED = "https://x.aws.endpoints.huggingface.cloud/v1/chat/completions";
    static final String HUB = "https://huggingface.co/api/models/org/m";

    static ErrorFacts said(int status, String uri, String contentType, String body) {
        return ErrorFacts.builder(status)
                .uri(URI.create(uri))
                .headers(Headers.of(Map.of("Content-Type", contentType)))
                .body(body)
                .build();
    }

    static ErrorFacts json(int status, String body) {
        return said(status, ROUTER, "application/json", body);
    }

    static ErrorFacts inStream(String body) {
        return ErrorFacts.builder(0).body(body).build();
    }

    static ErrorFacts with(ErrorFacts facts, String header, String value) {
        return facts.toBuilder().headers(facts.headers().with(header, value)).build();
    }

    @Override
    public String toString() {
        return row + " (" + section + ") " + facts.status() + " "
                + facts.body().substring(0, Math.min(60, facts.body().length()));
    }
}
