package dev.llmdriver.client.output;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.client.internal.JavaForms;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.Blocking;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Asks a model for a value of a Java type. Works over any model. Immutable and thread-safe.
 *
 * <pre>{@code
 * record Recipe(String title, List<String> steps, Optional<Duration> time) {}
 *
 * Recipe soup = TypedOutput.of(model, Recipe.class)
 *         .check(OutputCheck.that(recipe -> recipe.steps().size() <= 5, "use at most five steps"))
 *         .generate("A soup for two")
 *         .value();
 * }</pre>
 *
 * <p>The JSON Schema of the type is sent to the provider where it takes one; where it does not, the schema stands in the prompt and
 * {@link Output#means} says so. The answer is checked by the schema, read, and checked by the checks; if something is wrong the model is
 * told what, and asked again, at most so often as {@link #repairs} allows. An answer that was cut off by the limit of tokens is never
 * valid, and not repaired.
 *
 * @param <T> type of the value
 */
public final class TypedOutput<T> {
    private static final int USUAL_REPAIRS = 2;

    final ChatModel model;
    final Form<T> form;
    final List<OutputCheck<? super T>> checks;
    final int mostRepairs;

    private TypedOutput(ChatModel model, Form<T> form, List<OutputCheck<? super T>> checks, int mostRepairs) {
        this.model = Objects.requireNonNull(model, "model");
        this.form = form;
        this.checks = checks;
        this.mostRepairs = mostRepairs;
    }

    /**
     * Asks for a value of a class.
     *
     * @param model who is asked
     * @param type a record, an enum, a number, …; its schema is made from it
     * @param <T> the type
     * @return a way to ask, with at most two repairs and no checks
     */
    public static <T> TypedOutput<T> of(ChatModel model, Class<T> type) {
        return ofType(model, type, type.getSimpleName());
    }

    /**
     * Asks for a value of a type with parameters, such as a list.
     *
     * @param model who is asked
     * @param type the type; its schema is made from it
     * @param <T> the type
     * @return a way to ask, with at most two repairs and no checks
     */
    public static <T> TypedOutput<T> of(ChatModel model, TypeRef<T> type) {
        return ofType(model, type.type(), "answer");
    }

    private static <T> TypedOutput<T> ofType(ChatModel model, Type type, String name) {
        return new TypedOutput<>(model, new JsonOutput<>(name, JavaForms.of(type)), List.of(), USUAL_REPAIRS);
    }

    /**
     * Asks for a text, to be checked.
     *
     * @param model who is asked
     * @return a way to ask, with at most two repairs and no checks
     */
    public static TypedOutput<String> text(ChatModel model) {
        return new TypedOutput<>(model, new TextOutput(), List.of(), USUAL_REPAIRS);
    }

    /** {@return a copy that makes one more check; what all of them say is told to the model at once} */
    public TypedOutput<T> check(OutputCheck<? super T> check) {
        List<OutputCheck<? super T>> all = new ArrayList<>(checks);
        all.add(Objects.requireNonNull(check, "check"));
        return new TypedOutput<>(model, form, List.copyOf(all), mostRepairs);
    }

    /** {@return a copy that asks the model at most so often to put something right; 0 or more, by default 2} */
    public TypedOutput<T> repairs(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("there are no fewer than 0 repairs: " + most);
        }
        return new TypedOutput<>(model, form, checks, most);
    }

    /**
     * Asks one question, and waits for the verdict.
     *
     * @param prompt what the user says
     * @return the verdict
     */
    public Output<T> generate(String prompt) {
        return generate(ChatRequest.of(prompt));
    }

    /**
     * Asks, and waits for the verdict. Interrupting the thread cancels the call.
     *
     * @param request what to ask; its response format is replaced
     * @return the verdict
     * @throws LlmException if there is no answer, or a check threw; its stack is the caller's
     * @throws IllegalStateException on an event loop, which must not be blocked; use {@link #generateAsync}
     */
    public Output<T> generate(ChatRequest request) {
        Blocking.guard("generate", "generateAsync");
        return Blocking.await(generateAsync(request));
    }

    /**
     * Asks without waiting.
     *
     * @param request what to ask; its response format is replaced
     * @return the verdict to come; cancelling it cancels the call
     */
    public CompletableFuture<Output<T>> generateAsync(ChatRequest request) {
        return new OutputRun<>(this, request).start();
    }

    @Override
    public String toString() {
        return "TypedOutput[" + model.ref() + ", " + checks.size() + " checks, at most " + mostRepairs + " repairs]";
    }
}
