package dev.llmdriver.testkit.internal;

import dev.llmdriver.testkit.Recording;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Cassettes of vcrpy, and of go-vcr, whose names differ a little. The tree of YAML is walked as it is: no object of a foreign type
 * is ever made, whatever tags it bears.
 */
public final class VcrYaml {
    private static final int MOST_CHARACTERS = 256 << 20;
    private static final int MOST_LEVELS = 500;

    private VcrYaml() {}

    /**
     * Reads a cassette.
     *
     * @param source what it is called; {@code #} and a number are added for each recording
     * @throws IllegalArgumentException if it is no cassette
     */
    public static List<Recording> read(String yaml, String source) {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MOST_CHARACTERS);
        limits.setNestingDepthLimit(MOST_LEVELS);
        limits.setTagInspector(tag -> true);
        List<Recording> recordings = new ArrayList<>();
        try {
            for (Node document : new Yaml(limits).composeAll(new StringReader(printable(yaml)))) {
                for (YamlTree exchange :
                        YamlTree.of(document).get("interactions").elements()) {
                    recordings.add(recording(exchange, source + "#" + recordings.size()));
                }
            }
        } catch (YAMLException e) {
            throw new IllegalArgumentException(source + " is no YAML: " + e.getMessage(), e);
        }
        if (recordings.isEmpty()) {
            throw new IllegalArgumentException(source + " is no cassette: there is nothing under \"interactions\"");
        }
        return recordings;
    }

    /** YAML forbids control characters; recorders write them nevertheless. */
    private static String printable(String yaml) {
        return yaml.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ufffe\\uffff]", "\ufffd");
    }

    private static Recording recording(YamlTree exchange, String source) {
        YamlTree request = exchange.get("request");
        YamlTree response = exchange.get("response");
        Map<String, String> headers = headers(response);
        byte[] asked = VcrBody.of(request);
        byte[] answered = VcrBody.of(response);
        boolean streamed = StreamLook.isStream(headers.getOrDefault("content-type", ""), answered);
        Recording.Builder recording = Recording.builder()
                .source(source)
                .fidelity(response.has("parsed_body") ? "parsed" : "wire")
                .request(request.get("method").text(), target(request))
                .requestBody(asked)
                .streaming(streamed || StreamLook.asksForStream(asked))
                .status(status(response))
                .body(answered)
                .streamed(streamed);
        headers(request).forEach(recording::requestHeader);
        headers.forEach(recording::header);
        return recording.build();
    }

    private static String target(YamlTree request) {
        String address = request.get(request.has("uri") ? "uri" : "url").text();
        String target = address.replaceFirst("^[a-zA-Z]+://[^/?]*", "");
        return target.startsWith("/") ? target : "/" + target;
    }

    /** A number, or an object with {@code code}; go-vcr has the number beside a status in words. */
    private static int status(YamlTree response) {
        return List.of(response.get("status").get("code"), response.get("code"), response.get("status_code")).stream()
                .map(YamlTree::text)
                .filter(text -> !text.isEmpty())
                .map(Integer::valueOf)
                .findFirst()
                .orElse(200);
    }

    private static Map<String, String> headers(YamlTree message) {
        Map<String, String> headers = new LinkedHashMap<>();
        message.get("headers")
                .entries()
                .forEach((name, value) ->
                        headers.merge(name.toLowerCase(Locale.ROOT), value.text(), (one, other) -> one + ", " + other));
        return headers;
    }
}
