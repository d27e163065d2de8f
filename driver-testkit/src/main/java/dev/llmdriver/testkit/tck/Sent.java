package dev.llmdriver.testkit.tck;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** What a driver sent, as its leaves: no protocol need be known to see whether a text, a number or a schema is in it. */
final class Sent {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode body;
    private final Map<String, JsonNode> leaves = new LinkedHashMap<>();
    private final List<JsonNode> nodes = new ArrayList<>();

    private Sent(JsonNode body) {
        this.body = body;
        walk("", body, leaves::put);
    }

    static Sent of(RecordedRequest request) {
        return new Sent(request.json());
    }

    static Sent of(String json) {
        return new Sent(tree(json));
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("this must be JSON: " + json, e);
        }
    }

    /** {@return whether this text is a JSON object} */
    static boolean isObject(String text) {
        try {
            return JSON.readTree(text).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** {@return all text that a reply's script names} */
    static String text(Reply reply) {
        StringBuilder text = new StringBuilder();
        reply.mapText(piece -> {
            text.append(piece);
            return piece;
        });
        return text.toString();
    }

    private void walk(String path, JsonNode node, BiConsumer<String, JsonNode> leaf) {
        nodes.add(node);
        if (node.isObject()) {
            node.properties().forEach(field -> walk(path + "/" + field.getKey(), field.getValue(), leaf));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(path + "/" + i, node.get(i), leaf);
            }
        }
        if (!node.isContainerNode() || node.isEmpty()) {
            leaf.accept(path, node);
        }
    }

    /** {@return the leaves by their paths, such as {@code /messages/0/content}, in order} */
    Map<String, JsonNode> leaves() {
        return leaves;
    }

    /** {@return the texts in order} */
    List<String> texts() {
        return leaves.values().stream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .toList();
    }

    /** {@return whether one of the texts is this, unchanged} */
    boolean hasText(String text) {
        return texts().contains(text);
    }

    /** {@return whether one of the leaves is this text, or this number however it is written} */
    boolean hasValue(JsonNode value) {
        return leaves.values().stream()
                .anyMatch(leaf -> value.isNumber()
                        ? leaf.isNumber() && leaf.decimalValue().compareTo(value.decimalValue()) == 0
                        : leaf.equals(value));
    }

    /** {@return whether one of the texts holds this} */
    boolean holdsText(String text) {
        return texts().stream().anyMatch(each -> each.contains(text));
    }

    /** {@return whether this stands somewhere as JSON, and not as a string} */
    boolean hasJson(JsonNode json) {
        return nodes.contains(json);
    }

    /** {@return the place of the first text that holds this, among all texts; -1 if none does} */
    int place(String text) {
        List<String> texts = texts();
        return IntStream.range(0, texts.size())
                .filter(i -> texts.get(i).contains(text))
                .findFirst()
                .orElse(-1);
    }

    /** {@return the paths that are here and not there} */
    List<String> beyond(Sent other) {
        return leaves.keySet().stream()
                .filter(path -> !other.leaves.containsKey(path))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sent that && body.equals(that.body);
    }

    @Override
    public int hashCode() {
        return body.hashCode();
    }

    @Override
    public String toString() {
        return body.toString();
    }
}
