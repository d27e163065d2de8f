package dev.llmdriver.client.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.util.List;
import java.util.Locale;

/** Tells what is wrong with JSON by a schema of draft 2020-12. Thread-safe. */
public final class SchemaCheck {
    /** English whatever the machine speaks, for a model reads it. */
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaCacheEnabled(false)
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .locale(Locale.ENGLISH)
                            .pathType(PathType.JSON_POINTER)
                            .build()));

    private final Schema schema;

    /** Reads a schema. */
    public SchemaCheck(JsonNode schema) {
        this.schema = REGISTRY.getSchema(schema);
    }

    /** Fails with every fault, each beginning with the JSON pointer of its place. */
    public void check(JsonNode tree) throws BadJson {
        List<Error> errors = schema.validate(tree);
        if (!errors.isEmpty()) {
            throw new BadJson(errors.stream().map(SchemaCheck::fault).toList());
        }
    }

    private static String fault(Error error) {
        String place = error.getInstanceLocation().toString();
        return (place.isEmpty() ? "the whole" : place) + ": " + error.getMessage();
    }
}
