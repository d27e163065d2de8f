package dev.llmdriver;

import java.util.Objects;

/** The form of the answer. May gain kinds: give a {@code switch} a {@code default}. */
public sealed interface ResponseFormat {
    /**
     * Free text, the default.
     *
     * @return the format
     */
    static ResponseFormat text() {
        return new PlainText();
    }

    /**
     * Some JSON object.
     *
     * @return the format
     */
    static ResponseFormat json() {
        return new Json();
    }

    /**
     * JSON by a schema, strictly where the provider can.
     *
     * @param name a short name for the schema, as some providers want one
     * @param schema JSON Schema as text
     * @return the format
     */
    static ResponseFormat schema(String name, String schema) {
        return new JsonSchema(name, schema, true);
    }

    /** Free text. */
    record PlainText() implements ResponseFormat {}

    /** Some JSON object. */
    record Json() implements ResponseFormat {}

    /**
     * JSON by a schema.
     *
     * @param name a short name for the schema
     * @param schema JSON Schema as text
     * @param strict whether the provider shall constrain the model to the schema rather than merely ask it
     */
    record JsonSchema(String name, String schema, boolean strict) implements ResponseFormat {
        /** Checks that nothing is missing. */
        public JsonSchema {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(schema, "schema");
        }

        @Override
        public String toString() {
            return "JsonSchema[" + name + (strict ? ", strict]" : "]");
        }
    }
}
