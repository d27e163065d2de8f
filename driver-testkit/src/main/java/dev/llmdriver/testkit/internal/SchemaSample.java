package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;

/** Makes an instance of a JSON schema: the smallest that is not empty. Patterns are beyond it. */
final class SchemaSample {
    /** A schema may contain itself. */
    private static final int DEEPEST = 8;
    /** And it may be a stranger's, who wants ever more: what is beyond this becomes null, or is cut. */
    private static final int MOST_VALUES = 10_000;

    private static final int MOST_CHARACTERS = 100_000;
    private static final int LONGEST_REFERENCE = 1000;

    private static final JsonNode ELSEWHERE = Json.object().put("type", "null");

    private final JsonNode root;
    private final String text;
    private int values = MOST_VALUES;
    private int characters = MOST_CHARACTERS;

    private SchemaSample(JsonNode root, String text) {
        this.root = root;
        this.text = text;
    }

    /** {@return an instance; free strings in it hold the text} */
    static JsonNode of(JsonNode schema, String text) {
        JsonNode top = schema.isObject() ? schema : Json.object().put("type", "object");
        return new SchemaSample(top, text.isBlank() ? "example" : text.strip()).sample(top, 0);
    }

    private JsonNode sample(JsonNode schema, int depth) {
        if (depth > DEEPEST || values <= 0) {
            return NullNode.getInstance();
        }
        values--;
        if (schema.has("$ref")) {
            return sample(referred(schema.path("$ref").asText()), depth + 1);
        }
        for (String fixed : List.of("const", "default")) {
            if (schema.has(fixed)) {
                return given(schema.get(fixed));
            }
        }
        for (String list : List.of("enum", "examples")) {
            if (!schema.path(list).isEmpty()) {
                return given(schema.path(list).get(0));
            }
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (!schema.path(choice).isEmpty()) {
                return sample(schema.path(choice).get(0), depth + 1);
            }
        }
        return schema.path("allOf").isEmpty() ? byType(schema, depth) : merged(schema, depth);
    }

    /** {@return what stands at that place in the schema; nothing, if it names a place elsewhere, or goes by a name} */
    private JsonNode referred(String place) {
        String within = place.replaceFirst("^#", "");
        boolean here = within.isEmpty() || within.startsWith("/");
        return here && place.length() <= LONGEST_REFERENCE ? root.at(within) : ELSEWHERE;
    }

    /** {@return the value, if it is not too long: several references may lead to one} */
    private JsonNode given(JsonNode value) {
        if (characters > 0) {
            characters -= Json.text(value).length();
        }
        return characters < 0 ? NullNode.getInstance() : value;
    }

    private JsonNode byType(JsonNode schema, int depth) {
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "integer", "number" -> IntNode.valueOf(number(schema));
            case "boolean" -> BooleanNode.TRUE;
            case "null" -> NullNode.getInstance();
            default -> TextNode.valueOf(string(schema));
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.path(0).asText();
        }
        String given = type.asText(schema.has("properties") ? "object" : schema.has("items") ? "array" : "string");
        return given.toLowerCase(Locale.ROOT); // Gemini's own schemas shout
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = Json.object();
        schema.path("properties").properties().forEach(p -> object.set(p.getKey(), sample(p.getValue(), depth + 1)));
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode array = Json.array();
        int items = Math.max(1, schema.path("minItems").asInt(1));
        for (int i = 0; i < items && values > 0; i++) {
            array.add(sample(schema.path("items"), depth + 1));
        }
        return array;
    }

    private ObjectNode merged(JsonNode schema, int depth) {
        ObjectNode merged = object(schema, depth);
        schema.path("allOf").forEach(part -> {
            if (sample(part, depth + 1) instanceof ObjectNode more) {
                merged.setAll(more);
            }
        });
        return merged;
    }

    private static int number(JsonNode schema) {
        int least = schema.path("minimum").asInt(schema.path("exclusiveMinimum").asInt(0) + 1);
        return Math.min(least, schema.path("maximum").asInt(Integer.MAX_VALUE));
    }

    private String string(JsonNode schema) {
        String value = switch (schema.path("format").asText()) {
            case "date" -> "2025-01-31";
            case "time" -> "12:30:00Z";
            case "date-time" -> "2025-01-31T12:30:00Z";
            case "email" -> "someone@example.org";
            case "uri" -> "https://example.org/";
            case "uuid" -> "00000000-0000-4000-8000-000000000001";
            default -> text;
        };
        int longest = Math.min(schema.path("maxLength").asInt(Integer.MAX_VALUE), Math.max(0, characters));
        int shortest = Math.min(schema.path("minLength").asInt(0), longest);
        String padded = value + "x".repeat(Math.max(0, shortest - value.length()));
        String sample = padded.length() > longest ? padded.substring(0, Math.max(0, longest)) : padded;
        characters -= sample.length();
        return sample;
    }
}
