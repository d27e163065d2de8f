package dev.llmdriver.cli.internal;

import static dev.llmdriver.cli.internal.JsonValues.flag;
import static dev.llmdriver.cli.internal.JsonValues.number;
import static dev.llmdriver.cli.internal.JsonValues.text;
import static dev.llmdriver.cli.internal.JsonValues.whole;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.spi.OptionParsers;
import dev.llmdriver.spi.Suggestions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The request that a line of a batch describes. Fields may be spelled as here or as OpenAI does: {@code maxTokens} or
 * {@code max_tokens}. A field that nobody knows is refused.
 */
final class BatchRequest {
    /** What is no setting, and is read by this very name. A batch is never streamed, whatever a line wishes. */
    private static final Set<String> ELSEWHERE =
            Set.of("id", "custom_id", "model", "system", "prompt", "messages", "stream");

    /** How one field gets into a request. */
    @FunctionalInterface
    private interface Setter {
        void set(ChatRequestBuilder request, JsonNode value);
    }

    private static final Map<String, Setter> SETTERS = Map.ofEntries(
            Map.entry("temperature", (request, value) -> request.temperature(number(value))),
            Map.entry("maxTokens", (request, value) -> request.maxTokens(small(value))),
            Map.entry("maxCompletionTokens", (request, value) -> request.maxTokens(small(value))),
            Map.entry("topP", (request, value) -> request.topP(number(value))),
            Map.entry("topK", (request, value) -> request.topK(small(value))),
            Map.entry("seed", (request, value) -> request.seed(whole(value).longValueExact())),
            Map.entry("stop", (request, value) -> request.stop(texts(value))),
            Map.entry("frequencyPenalty", (request, value) -> request.frequencyPenalty(number(value))),
            Map.entry("presencePenalty", (request, value) -> request.presencePenalty(number(value))),
            Map.entry("tools", (request, value) -> request.tools(BatchTools.tools(value))),
            Map.entry("toolChoice", (request, value) -> request.toolChoice(BatchTools.choice(value))),
            Map.entry("parallelToolCalls", (request, value) -> request.parallelToolCalls(flag(value))),
            Map.entry("responseFormat", (request, value) -> request.responseFormat(BatchTools.format(value))),
            Map.entry("reasoningEffort", (request, value) -> request.reasoningEffort(effort(value))),
            Map.entry("deadline", (request, value) -> request.deadline(OptionParsers.duration(text(value)))),
            Map.entry("strict", (request, value) -> request.strict(flag(value))),
            Map.entry("extra", BatchRequest::extras));

    private static final Map<String, String> NAMES =
            SETTERS.keySet().stream().collect(Collectors.toMap(BatchRequest::plain, Function.identity()));

    private BatchRequest() {}

    /** {@return the request, for which the line's fields win over what the builder holds} */
    static ChatRequest of(JsonNode line, ChatRequestBuilder request) {
        line.properties().stream()
                .filter(field -> !field.getValue().isNull())
                .forEach(field -> known(field.getKey())); // first, for a misspelt prompt is not a missing one
        BatchMessages.read(line).forEach(request::message);
        line.properties().forEach(field -> set(request, field.getKey(), field.getValue()));
        try {
            return request.build();
        } catch (IllegalArgumentException incomplete) {
            throw Failures.input(String.valueOf(incomplete.getMessage()));
        }
    }

    private static void set(ChatRequestBuilder request, String name, JsonNode value) {
        if (ELSEWHERE.contains(name) || value.isNull()) {
            return;
        }
        try {
            Objects.requireNonNull(SETTERS.get(known(name))).set(request, value);
        } catch (IllegalArgumentException | ArithmeticException refused) {
            throw Failures.input("'" + name + "': " + refused.getMessage());
        }
    }

    /** {@return a field's name as it is spelt here; fails if nobody knows it} */
    private static String known(String name) {
        String known = ELSEWHERE.contains(name) ? name : NAMES.get(plain(name));
        if (known == null) {
            Set<String> all = new TreeSet<>(SETTERS.keySet());
            all.addAll(ELSEWHERE);
            throw Failures.input("unknown field '" + Lines.one(name) + "'; "
                    + Suggestions.nearest(name, all)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElseGet(() -> "known are " + String.join(", ", all)));
        }
        return known;
    }

    private static String plain(String name) {
        return name.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
    }

    private static int small(JsonNode value) {
        return whole(value).intValueExact();
    }

    private static String[] texts(JsonNode value) {
        return value.isTextual()
                ? new String[] {value.textValue()}
                : JsonValues.list(value).stream().map(JsonValues::text).toArray(String[]::new);
    }

    private static ReasoningEffort effort(JsonNode value) {
        try {
            return ReasoningEffort.valueOf(text(value).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("expected one of "
                    + Arrays.toString(ReasoningEffort.values()).toLowerCase(Locale.ROOT));
        }
    }

    private static void extras(ChatRequestBuilder request, JsonNode drivers) {
        JsonValues.object(drivers)
                .properties()
                .forEach(driver -> JsonValues.fields(driver.getValue())
                        .forEach((key, value) -> request.extra(driver.getKey(), key, value)));
    }
}
