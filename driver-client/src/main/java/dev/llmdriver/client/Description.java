package dev.llmdriver.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tells a model what a type, a field or a parameter means; it becomes the {@code description} in the JSON Schema.
 *
 * <pre>{@code
 * record City(@Description("in English, without the country") String name) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.METHOD, ElementType.PARAMETER})
public @interface Description {
    /** {@return the words for the model} */
    String value();
}
