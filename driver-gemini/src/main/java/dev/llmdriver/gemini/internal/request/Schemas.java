package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.http.JsonText;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fits JSON Schema to what {@code responseJsonSchema} and {@code parametersJsonSchema} take (wire page 2.4): {@code const} becomes an
 * {@code enum} of one, {@code definitions} become {@code $defs}, and keywords that Gemini does not know are left out; those that
 * constrain are remembered, so that nothing is lost in silence. Not thread-safe.
 */
final class Schemas {
    private static final Set<String> TAKEN = Set.of(
            "$id",
            "$ref",
            "$anchor",
            "type",
            "format",
            "title",
            "description",
            "enum",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "required",
            "propertyOrdering");
    private static final Set<String> NAMED = Set.of("properties", "$defs");
    private static final Set<String> NESTED = Set.of("items", "additionalProperties");
    private static final Set<String> LISTED = Set.of("prefixItems", "anyOf", "oneOf");

    /** What says nothing about which values are valid. */
    private static final Set<String> ANNOTATIONS = Set.of(
            "$schema",
            "$comment",
            "$vocabulary",
            "title",
            "description",
            "default",
            "example",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly");

    private final Set<String> lost = new TreeSet<>();

    /**
     * Fits a schema.
     *
     * @param schema JSON Schema as text
     * @param what how the schema is called in an error
     * @return what is sent
     * @throws dev.llmdriver.error.InvalidRequestException if it is not a JSON object
     */
    ObjectNode fit(String schema, String what) {
        if (JsonText.tree(schema, what) instanceof ObjectNode object) {
            return object(object);
        }
        throw LlmException.builder(
                        ErrorKind.INVALID_REQUEST, what + " is not valid JSON Schema: expected a JSON object")
                .reason("malformed_json")
                .phase(Phase.BUILD)
                .build();
    }

    /** {@return the constraining keywords that were left out, in order} */
    Collection<String> lost() {
        return lost;
    }

    private ObjectNode object(ObjectNode schema) {
        ObjectNode fitted = schema.objectNode();
        boolean reference = schema.has("$ref");
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            String name = keyword.getKey().equals("definitions") ? "$defs" : keyword.getKey();
            if (reference && !name.startsWith("$")) {
                leaveOut(name); // beside a reference Gemini takes nothing else
            } else {
                keyword(name, keyword.getValue(), fitted);
            }
        }
        return fitted;
    }

    private void keyword(String name, JsonNode value, ObjectNode into) {
        if (name.equals("$ref")) {
            into.put(name, value.asText().replace("#/definitions/", "#/$defs/"));
        } else if (name.equals("const") && (value.isTextual() || value.isNumber())) {
            into.putArray("enum").add(value);
        } else if (TAKEN.contains(name)) {
            into.set(name, value);
        } else if (NAMED.contains(name) && value instanceof ObjectNode named) {
            named(name, named, into.withObjectProperty(name)); // definitions may stand beside $defs
        } else if (NESTED.contains(name)) {
            into.set(name, any(value));
        } else if (LISTED.contains(name) && value instanceof ArrayNode list) {
            ArrayNode all = into.putArray(name);
            list.forEach(element -> all.add(any(element)));
        } else {
            leaveOut(name);
        }
    }

    private void named(String keyword, ObjectNode schemas, ObjectNode into) {
        schemas.properties().forEach(entry -> {
            JsonNode fitted = any(entry.getValue());
            JsonNode other = into.replace(entry.getKey(), fitted);
            if (other != null && !other.equals(fitted)) {
                leaveOut(keyword);
            }
        });
    }

    private JsonNode any(JsonNode schema) {
        return schema instanceof ObjectNode object ? object(object) : schema;
    }

    private void leaveOut(String keyword) {
        if (!ANNOTATIONS.contains(keyword)) {
            lost.add(keyword);
        }
    }
}
