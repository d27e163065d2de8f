package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A place in a tree of YAML, or none: what is not there is empty.
 *
 * @param node null for a place that is not there
 */
record YamlTree(@Nullable Node node) {
    static YamlTree of(Node node) {
        return new YamlTree(node);
    }

    boolean has(String name) {
        return get(name).node != null;
    }

    YamlTree get(String name) {
        return entries().getOrDefault(name, new YamlTree(null));
    }

    /** {@return the entries of a mapping; a key may be a sequence of one, as an object of Python is written} */
    Map<String, YamlTree> entries() {
        Map<String, YamlTree> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                entries.put(of(tuple.getKeyNode()).text(), of(tuple.getValueNode()));
            }
        }
        return entries;
    }

    List<YamlTree> elements() {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream().map(YamlTree::of).toList()
                : List.of();
    }

    /** {@return the text of a scalar, the joined texts of a sequence} */
    String text() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
        }
        return elements().stream().map(YamlTree::text).collect(Collectors.joining(", "));
    }

    boolean isBinary() {
        return node != null && node.getTag().equals(Tag.BINARY);
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    /** {@return the same tree as JSON} */
    JsonNode json() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (node instanceof MappingNode) {
            ObjectNode object = json.objectNode();
            entries().forEach((name, value) -> object.set(name, value.json()));
            return object;
        }
        if (node instanceof SequenceNode) {
            ArrayNode array = json.arrayNode();
            elements().forEach(element -> array.add(element.json()));
            return array;
        }
        return scalar(json);
    }

    private JsonNode scalar(JsonNodeFactory json) {
        Tag tag = node == null ? Tag.NULL : node.getTag();
        if (tag.equals(Tag.NULL)) {
            return json.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return json.booleanNode(Boolean.parseBoolean(text()));
        }
        if (tag.equals(Tag.INT) && text().matches("-?\\d+")) {
            return json.numberNode(new BigInteger(text()));
        }
        if (tag.equals(Tag.FLOAT) && text().matches("-?[\\d.]+([eE][-+]?\\d+)?")) {
            return json.numberNode(new BigDecimal(text()));
        }
        return json.textNode(text());
    }
}
