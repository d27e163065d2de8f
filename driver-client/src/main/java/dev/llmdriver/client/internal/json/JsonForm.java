package dev.llmdriver.client.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Java type as a model writes it: the schema that it is told, the check, and the way back to Java. A type whose schema is no object,
 * such as a list, is wrapped into one, since most providers take nothing else. Immutable.
 */
public final class JsonForm {
    private static final String WRAPPED = "value";
    private static final Set<String> MAPS = Set.of("properties", "$defs", "definitions");

    private final Type type;
    private final boolean wrapped;
    private final String schema;
    private final SchemaCheck check;

    /** Reads a type. */
    public JsonForm(Type type, JavaSchemas schemas) {
        this.type = type;
        ObjectNode plain = schemas.of(type);
        boolean optional = JavaSchemas.insideOptional(type) != null; // the generator takes a bare one for an object
        this.wrapped = optional || !plain.path("type").asText().equals("object");
        ObjectNode whole = wrapped ? schemas.ofMembers(new LinkedHashMap<>(Map.of(WRAPPED, type))) : plain;
        this.check = new SchemaCheck(whole);
        this.schema = allRequired(whole).toString();
    }

    /** {@return whether the model writes the type itself, not an object around it} */
    public boolean isObject() {
        return !wrapped;
    }

    /** {@return the schema for the model, as JSON} */
    public String schema() {
        return schema;
    }

    /** {@return what the model wrote, checked, as a value of the type} */
    public @Nullable Object read(String text) throws BadJson {
        JsonNode tree = Json.parse(text);
        check.check(tree);
        JsonNode value = wrapped ? tree.path(WRAPPED) : tree;
        return Json.convert(value.isMissingNode() ? Json.MAPPER.nullNode() : value, type);
    }

    /**
     * {@return a copy in which every member is required} Providers that hold a model to a schema want it so; what is optional may be
     * null. An answer is checked without this, for a model that leaves an optional member out has done nothing wrong.
     */
    public static JsonNode allRequired(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        require(copy);
        return copy;
    }

    private static void require(JsonNode node) {
        if (node instanceof ObjectNode object && object.get("properties") instanceof ObjectNode members) {
            ArrayNode required = object.putArray("required");
            members.fieldNames().forEachRemaining(required::add);
        }
        node.properties().forEach(field -> descend(field.getKey(), field.getValue()));
        if (node.isArray()) {
            node.forEach(JsonForm::require);
        }
    }

    /** A map of names to schemas is no schema, whatever its names. */
    private static void descend(String keyword, JsonNode value) {
        if (MAPS.contains(keyword)) {
            value.forEach(JsonForm::require);
        } else {
            require(value);
        }
    }
}
