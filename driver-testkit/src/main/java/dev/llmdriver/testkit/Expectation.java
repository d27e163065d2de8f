package dev.llmdriver.testkit;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.Message;
import dev.llmdriver.Role;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request to a {@link ScriptedChatModel} must be like. All that is said must hold; what isn't said is free. Immutable: each
 * method returns a copy.
 *
 * <pre>{@code
 * Expectation.any().prompt("Is it raining?").system("Be brief.").tools("get_weather")
 *     .has("temperature", ChatRequest::temperature, 0.2)
 * }</pre>
 */
public final class Expectation {
    private static final Object UNSET = new Object() {
        @Override
        public String toString() {
            return "nothing";
        }
    };

    private final List<Rule> rules;

    private record Rule(String what, Function<ChatRequest, @Nullable String> mismatch) {}

    private Expectation(List<Rule> rules) {
        this.rules = rules;
    }

    /** {@return what any request is like} */
    public static Expectation any() {
        return new Expectation(List.of());
    }

    /** Demands that the last message of the user is this text. */
    public Expectation prompt(String text) {
        return has("prompt", request -> last(request, Role.USER), text);
    }

    /** Demands that the last message of the user holds this text. */
    public Expectation promptContains(String part) {
        return contains("prompt", request -> last(request, Role.USER), part);
    }

    /** Demands that the last system message is this text. */
    public Expectation system(String text) {
        return has("system message", request -> last(request, Role.SYSTEM), text);
    }

    /** Demands that the last system message holds this text. */
    public Expectation systemContains(String part) {
        return contains("system message", request -> last(request, Role.SYSTEM), part);
    }

    /** Demands that these tools are offered and no others, in whatever order; none at all is a demand too. */
    public Expectation tools(String... names) {
        return has(
                "tools",
                request -> request.tools().stream().map(Tool::name).sorted().toList(),
                Arrays.stream(names).sorted().toList());
    }

    /** Demands that the last message holds the result of this tool, and that it is this text. */
    public Expectation toolResult(String tool, String content) {
        return has("result of " + tool, request -> result(request, tool), content);
    }

    /**
     * Demands a value, as in {@code has("temperature", ChatRequest::temperature, 0.2)}.
     *
     * @param what it is called when it is not met
     * @param read from a request; an optional is looked into
     * @param expected compared by {@code equals}, numbers by their value
     */
    public Expectation has(String what, Function<ChatRequest, ?> read, Object expected) {
        return with(new Rule(what, request -> {
            Object got = content(read.apply(request));
            return same(expected, got) ? null : what + ": expected " + shown(expected) + ", got " + shown(got);
        }));
    }

    /**
     * Demands anything else.
     *
     * @param what is expected, in words
     */
    public Expectation matches(String what, Predicate<ChatRequest> holds) {
        return with(new Rule(what, request -> holds.test(request) ? null : "expected " + what + ", got " + request));
    }

    private Expectation contains(String what, Function<ChatRequest, Optional<String>> read, String part) {
        return with(new Rule(what, request -> {
            Object got = content(read.apply(request));
            return got.toString().contains(part)
                    ? null
                    : what + ": expected one with " + shown(part) + ", got " + shown(got);
        }));
    }

    private Expectation with(Rule rule) {
        List<Rule> all = new ArrayList<>(rules);
        all.add(rule);
        return new Expectation(List.copyOf(all));
    }

    /** {@return where the request differs, each with what was expected and what was got} */
    List<String> mismatches(ChatRequest request) {
        List<String> mismatches = new ArrayList<>();
        for (Rule rule : rules) {
            String mismatch = rule.mismatch().apply(request);
            if (mismatch != null) {
                mismatches.add(mismatch);
            }
        }
        return mismatches;
    }

    private static Optional<String> last(ChatRequest request, Role role) {
        List<Message> messages =
                request.messages().stream().filter(m -> m.role() == role).toList();
        return messages.isEmpty()
                ? Optional.empty()
                : Optional.of(messages.get(messages.size() - 1).text());
    }

    private static Optional<String> result(ChatRequest request, String tool) {
        List<Message> messages = request.messages();
        return messages.get(messages.size() - 1).parts(ToolResult.class).stream()
                .filter(result -> result.toolName().equals(tool))
                .map(ToolResult::content)
                .findFirst();
    }

    private static Object content(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? optional.get() : UNSET;
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : UNSET;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : UNSET;
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : UNSET;
        }
        return value;
    }

    private static boolean same(Object expected, Object got) {
        if (expected instanceof Number one && got instanceof Number other) {
            return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
        }
        return expected.equals(got);
    }

    private static String shown(Object value) {
        return value instanceof String text ? "\"" + text + "\"" : value.toString();
    }

    @Override
    public String toString() {
        return rules.isEmpty()
                ? "any request"
                : "a request by its " + rules.stream().map(Rule::what).collect(Collectors.joining(", "));
    }
}
