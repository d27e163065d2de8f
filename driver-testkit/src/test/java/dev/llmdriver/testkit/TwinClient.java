package dev.llmdriver.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** Asks a twin over HTTP and reads what comes, without any help from the twin's own code. */
final class TwinClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final WireTwin twin;

    TwinClient(WireTwin twin) {
        this.twin = twin;
    }

    HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** The answer to a chat request whose fields are given as JSON. */
    JsonNode chat(String fields) throws Exception {
        HttpResponse<String> answer = post("/v1/chat/completions", body(fields));
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** The lines of a streamed answer, empty ones left out. */
    List<String> lines(String fields) throws Exception {
        return post("/v1/chat/completions", body("\"stream\":true," + fields))
                .body()
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** The JSON events of a streamed answer. */
    List<JsonNode> events(String fields) throws Exception {
        return lines(fields).stream()
                .map(line -> line.replaceFirst("^data: ?", ""))
                .filter(data -> !data.equals("[DONE]"))
                .map(TwinClient::json)
                .toList();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    static String joined(List<JsonNode> events, String pointer) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event.at(pointer).asText("").replace("null", "")));
        return text.toString();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(twin.baseUri() + path));
    }

    private static String body(String fields) {
        String model = fields.contains("\"model\"") ? "" : "\"model\":\"twin/echo\",";
        String messages = fields.contains("\"messages\"")
                ? ""
                : "\"messages\":[{\"role\":\"user\",\"content\":\"Say something\"}],";
        String all = model + messages + fields;
        return "{" + all.replaceFirst(",$", "") + "}";
    }
}
