package dev.llmdriver.huggingface.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One recorded HTTP exchange; see the README of the recordings for the fields.
 *
 * @param api which API, such as {@code huggingface-chat}
 * @param source where the recording comes from
 * @param path of the request; {@code /} in a fixture
 * @param status the HTTP status; 200 where it was not kept
 * @param fixture true for a body kept as test data, without a request and perhaps trimmed by hand
 * @param asked true if the caller asked for a stream
 * @param streamed true if the answer is one
 * @param headers of the response, names in lower case
 * @param body decoded; empty if it was binary
 */
record Recording(
        String api,
        String source,
        String path,
        int status,
        boolean fixture,
        boolean asked,
        boolean streamed,
        Map<String, String> headers,
        String body) {

    static Recording of(JsonNode line) {
        Map<String, String> headers = new LinkedHashMap<>();
        line.path("response_headers")
                .properties()
                .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
        return new Recording(
                line.path("api").asText(),
                line.path("source").asText(),
                line.path("path").asText(),
                line.path("status").asInt(200),
                line.path("fidelity").asText().equals("fixture"),
                line.path("streaming").asBoolean(),
                line.path("response_streamed").asBoolean(),
                headers,
                line.path("response_body").asText(""));
    }

    boolean isError() {
        return status >= 400;
    }

    boolean isChat() {
        return path.endsWith("/chat/completions") || (fixture && body.contains("\"choices\""));
    }
}
