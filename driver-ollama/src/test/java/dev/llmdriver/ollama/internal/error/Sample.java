package dev.llmdriver.ollama.internal.error;

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
    static final String CHAT = "http://127.0.0.1:11434/api/chat";
    static final String EMBED = "http://127.0.0.1:11434/api/embed";

    static ErrorFacts said(int status, String uri, String contentType, String body) {
        return ErrorFacts.builder(status)
                .uri(URI.create(uri))
                .headers(Headers.of(Map.of("Content-Type", contentType)))
                .body(body)
                .build();
    }

    /** An error as Ollama writes it: one text. */
    static ErrorFacts error(int status, String text) {
        return said(status, CHAT, "application/json", body(text));
    }

    /** The same as a line of a stream. */
    static ErrorFacts line(String text) {
        return ErrorFacts.builder(0).body(body(text)).build();
    }

    static String body(String text) {
        return "{\"error\":\""
                + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"}";
    }

    @Override
    public String toString() {
        return row + " (" + section + ") " + facts.status() + " "
                + facts.body().substring(0, Math.min(80, facts.body().length()));
    }
}
