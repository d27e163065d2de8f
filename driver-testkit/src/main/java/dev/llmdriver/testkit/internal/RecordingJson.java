package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** A recording as one line of JSON; {@link dev.llmdriver.testkit.Recordings} lists the fields. */
public final class RecordingJson {
    private RecordingJson() {}

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is no JSON object, without quoting it
     */
    public static Recording read(String line) {
        JsonNode json = Json.parseOrMissing(line);
        if (!json.isObject()) {
            throw new IllegalArgumentException("no JSON object, as one exchange on a line would be");
        }
        Recording.Builder recording = Recording.builder()
                .provider(text(json, "provider"))
                .api(text(json, "api"))
                .source(text(json, "source"))
                .fidelity(json.hasNonNull("fidelity") ? text(json, "fidelity") : "wire");
        request(json, recording);
        response(json, recording);
        return recording.build();
    }

    private static void request(JsonNode json, Recording.Builder recording) {
        String query = text(json, "query");
        recording
                .request(text(json, "method"), text(json, "path") + (query.isEmpty() ? "" : "?" + query))
                .streaming(json.path("streaming").asBoolean());
        headers(json.path("request_headers"), recording::requestHeader);
        if (json.hasNonNull("request_body")) {
            recording.requestBody(Json.text(json.get("request_body")));
        } else if (json.hasNonNull("request_base64")) {
            recording.requestBody(bytes(json, "request_base64"));
        } else {
            recording.requestBody(text(json, "request_text"));
        }
    }

    private static void response(JsonNode json, Recording.Builder recording) {
        headers(json.path("response_headers"), recording::header);
        if (json.hasNonNull("response_base64")) {
            recording.body(bytes(json, "response_base64"));
        } else {
            recording.body(text(json, "response_body"));
        }
        List<Integer> sizes = new ArrayList<>();
        json.path("chunk_sizes").forEach(size -> sizes.add(size.asInt()));
        recording
                .status(json.path("status").asInt(200))
                .chunkSizes(sizes)
                .streamed(json.path("response_streamed").asBoolean())
                .complete(json.path("complete").asBoolean(true));
    }

    private static void headers(JsonNode headers, BiConsumer<String, String> set) {
        headers.properties()
                .forEach(header -> set.accept(header.getKey(), header.getValue().asText()));
    }

    /** {@return the line, without its end} */
    public static String write(Recording recording) {
        ObjectNode json = Json.object()
                .put("provider", recording.provider())
                .put("api", recording.api())
                .put("source", recording.source())
                .put("fidelity", recording.fidelity())
                .put("method", recording.method())
                .put("path", recording.path())
                .put("query", recording.query());
        json.set("request_headers", object(recording.requestHeaders()));
        JsonNode body = Json.parseOrMissing(recording.requestBody());
        if (body.isContainerNode()) {
            json.set("request_body", body);
        } else {
            text(json, "request_text", "request_base64", recording.requestBody(), recording.requestBytes());
        }
        json.put("streaming", recording.streaming()).put("status", recording.status());
        json.set("response_headers", object(recording.headers()));
        text(json, "response_body", "response_base64", recording.body(), recording.bytes());
        ArrayNode sizes = json.putArray("chunk_sizes");
        recording.chunkSizes().forEach(sizes::add);
        json.put("response_streamed", recording.streamed()).put("complete", recording.complete());
        return Json.text(json);
    }

    private static void text(ObjectNode json, String name, String otherwise, String text, byte[] bytes) {
        if (Arrays.equals(text.getBytes(UTF_8), bytes)) {
            json.put(name, text);
        } else {
            json.put(otherwise, Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static ObjectNode object(Map<String, String> headers) {
        ObjectNode object = Json.object();
        headers.forEach(object::put);
        return object;
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asText("");
    }

    private static byte[] bytes(JsonNode json, String name) {
        return Base64.getDecoder().decode(text(json, name));
    }
}
