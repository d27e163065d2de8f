package dev.llmdriver.client.internal;

import dev.llmdriver.client.Description;
import dev.llmdriver.client.internal.json.JavaSchemas;
import dev.llmdriver.client.internal.json.JsonForm;
import java.lang.reflect.Type;

/** Schemas that take their words for the model from {@link Description}. */
public final class JavaForms {
    /** The generator. Thread-safe. */
    public static final JavaSchemas SCHEMAS = new JavaSchemas(Description.class, Description::value);

    private JavaForms() {}

    /** {@return how a model writes a type} */
    public static JsonForm of(Type type) {
        return new JsonForm(type, SCHEMAS);
    }
}
