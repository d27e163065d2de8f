package dev.llmdriver.ollama.internal.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/** Finds what Ollama drops of a tool's schema without a word: it reads the schema into types that have a few keywords (wire page 2). */
final class SchemaLoss {
    private static final Set<String> KEPT_AT_TOP = Set.of("type", "$defs", "items", "required", "properties");
    private static final Set<String> KEPT_OF_PROPERTY =
            Set.of("anyOf", "type", "items", "description", "enum", "properties", "required");
    private static final Set<String> MEANS_NOTHING_TO_A_MODEL = Set.of("$schema", "$id", "$comment");

    private final Set<String> lost = new TreeSet<>();

    private SchemaLoss() {}

    /** {@return the keywords that do not reach the model, in alphabetical order} */
    static Set<String> of(String schema) throws IOException {
        SchemaLoss loss = new SchemaLoss();
        loss.look(Json.tree(schema), KEPT_AT_TOP);
        return loss.lost;
    }

    private void look(JsonNode schema, Set<String> kept) {
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!kept.contains(keyword) && !MEANS_NOTHING_TO_A_MODEL.contains(keyword)) {
                lost.add(keyword);
            }
        });
        schema.path("properties").forEach(property -> look(property, KEPT_OF_PROPERTY));
        if (kept.contains("anyOf")) {
            schema.path("anyOf").forEach(property -> look(property, KEPT_OF_PROPERTY));
        }
    }
}
