package dev.llmdriver.client.tool;

import dev.llmdriver.Tool;
import dev.llmdriver.client.internal.JavaForms;
import dev.llmdriver.client.internal.json.BadJson;
import dev.llmdriver.client.internal.json.JsonForm;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tool together with the function that does its work. Immutable; thread-safe if the function is.
 *
 * <pre>{@code
 * record City(String name) {}
 *
 * RunnableTool weather = RunnableTool.of("get_weather", "The current weather", City.class, city -> station.at(city.name()));
 * }</pre>
 */
public final class RunnableTool {
    private final Tool declaration;
    private final Work work;
    private final @Nullable Duration timeout;

    private RunnableTool(Tool declaration, Work work, @Nullable Duration timeout) {
        this.declaration = declaration;
        this.work = work;
        this.timeout = timeout;
    }

    /** How a call is read. */
    @FunctionalInterface
    interface Work {
        /** {@return what is to be run; nothing runs yet} */
        Prepared prepare(String arguments) throws BadJson;
    }

    /** A call that was read. */
    @FunctionalInterface
    interface Prepared {
        @Nullable
        Object run(ToolContext context) throws Exception;
    }

    /**
     * Creates a tool whose arguments are a Java type.
     *
     * @param name letters, digits, {@code _} and {@code -}
     * @param description what it does and when to use it, for the model
     * @param arguments a record, or another class that JSON objects can be read into; its schema is made from it
     * @param function what it does
     * @param <A> type of the arguments
     * @return the tool
     * @throws IllegalArgumentException if the type is not written as a JSON object
     */
    public static <A> RunnableTool of(String name, String description, Class<A> arguments, ToolFunction<A> function) {
        Objects.requireNonNull(function, "function");
        return of(name, description, arguments, (values, context) -> function.run(values));
    }

    /**
     * Creates a tool whose arguments are a Java type and whose function knows the call.
     *
     * @param name letters, digits, {@code _} and {@code -}
     * @param description what it does and when to use it, for the model
     * @param arguments a record, or another class that JSON objects can be read into; its schema is made from it
     * @param function what it does
     * @param <A> type of the arguments
     * @return the tool
     * @throws IllegalArgumentException if the type is not written as a JSON object
     */
    public static <A> RunnableTool of(
            String name, String description, Class<A> arguments, ToolFunction.WithContext<A> function) {
        Objects.requireNonNull(function, "function");
        JsonForm form = JavaForms.of(arguments);
        if (!form.isObject()) {
            throw new IllegalArgumentException("the arguments of tool '" + name + "' must be a JSON object, such as a"
                    + " record's; " + arguments.getName() + " is none");
        }
        return new RunnableTool(
                new Tool(name, description, form.schema()),
                json -> {
                    A values = Objects.requireNonNull(arguments.cast(form.read(json)));
                    return context -> function.run(values, context);
                },
                null);
    }

    /**
     * Creates a tool whose function gets the JSON text as the model wrote it, malformed or not and checked by nothing; an empty object
     * where it wrote nothing.
     *
     * @param declaration the tool with a schema of one's own
     * @param function what it does
     * @return the tool
     */
    public static RunnableTool ofJson(Tool declaration, ToolFunction.WithContext<String> function) {
        Objects.requireNonNull(function, "function");
        return of(declaration, json -> context -> function.run(json, context));
    }

    static RunnableTool of(Tool declaration, Work work) {
        return new RunnableTool(declaration, work, null);
    }

    /** {@return a copy that may take this long, instead of what the loop allows; more than zero} */
    public RunnableTool withTimeout(Duration time) {
        return new RunnableTool(declaration, work, ToolLoop.positive(time));
    }

    /** {@return what the model is told of it} */
    public Tool declaration() {
        return declaration;
    }

    /** {@return its name} */
    public String name() {
        return declaration.name();
    }

    /** {@return how long it may take, if that was said} */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Reads a call. Models send nothing at all where there is nothing to say. */
    Prepared prepare(String arguments) throws BadJson {
        return work.prepare(arguments.isBlank() ? "{}" : arguments);
    }

    @Override
    public String toString() {
        return "RunnableTool[" + name() + "]";
    }
}
