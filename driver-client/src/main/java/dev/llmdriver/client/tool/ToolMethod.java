package dev.llmdriver.client.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a tool; {@link Toolbox#ofMethods} finds it. Its parameters are the arguments, by their names, so the class must be
 * compiled with {@code -parameters}; one of type {@link ToolContext} is given, not asked for. A method of a superclass is a tool too,
 * unless it is overridden by one that is not annotated.
 *
 * <pre>{@code
 * @ToolMethod("The current weather of a city")
 * Weather weather(@Description("in English") String city, Optional<Unit> unit) { … }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ToolMethod {
    /** {@return what it does and when to use it, for the model} */
    String value();

    /** {@return its name for the model; by default the method's} */
    String name() default "";
}
