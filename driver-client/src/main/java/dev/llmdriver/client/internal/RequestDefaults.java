package dev.llmdriver.client.internal;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.Timeouts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** What is configured for requests that do not say otherwise. Immutable. */
final class RequestDefaults {
    private static final ChatRequest SAMPLE = ChatRequest.of("sample");

    /** How each setting is read, and how to tell that a request has its own. */
    private static final Map<String, Setting> SETTINGS = settings();

    private final Map<String, String> texts;
    private final Timeouts timeouts;

    RequestDefaults(Map<String, String> texts, Timeouts timeouts) {
        this.texts = Map.copyOf(texts);
        this.timeouts = timeouts;
    }

    private record Setting(Predicate<ChatRequest> isSet, BiConsumer<ChatRequestBuilder, String> set) {}

    private static Map<String, Setting> settings() {
        Map<String, Setting> all = new LinkedHashMap<>();
        all.put("temperature", number(r -> r.temperature().isPresent(), ChatRequestBuilder::temperature));
        all.put("top-p", number(r -> r.topP().isPresent(), ChatRequestBuilder::topP));
        all.put("top-k", integer(r -> r.topK().isPresent(), ChatRequestBuilder::topK));
        all.put("max-tokens", integer(r -> r.maxTokens().isPresent(), ChatRequestBuilder::maxTokens));
        all.put("seed", integer(r -> r.seed().isPresent(), ChatRequestBuilder::seed));
        all.put(
                "frequency-penalty",
                number(r -> r.frequencyPenalty().isPresent(), ChatRequestBuilder::frequencyPenalty));
        all.put("presence-penalty", number(r -> r.presencePenalty().isPresent(), ChatRequestBuilder::presencePenalty));
        all.put("stop", new Setting(r -> !r.stop().isEmpty(), (b, text) -> b.stop(text.split(","))));
        all.put(
                "reasoning-effort",
                new Setting(r -> r.reasoningEffort().isPresent(), (b, text) -> b.reasoningEffort(effort(text))));
        return all;
    }

    private static Setting number(Predicate<ChatRequest> isSet, BiConsumer<ChatRequestBuilder, Double> set) {
        return new Setting(isSet, (builder, text) -> set.accept(builder, Texts.number(text)));
    }

    private static Setting integer(Predicate<ChatRequest> isSet, BiConsumer<ChatRequestBuilder, Integer> set) {
        return new Setting(isSet, (builder, text) -> set.accept(builder, Texts.integer(text)));
    }

    private static ReasoningEffort effort(String text) {
        return Arrays.stream(ReasoningEffort.values())
                .filter(effort -> effort.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Arrays.toString(ReasoningEffort.values()).toLowerCase(Locale.ROOT) + ", but got '" + text
                        + "'"));
    }

    /** {@return the names of the settings} */
    static Iterable<String> names() {
        return SETTINGS.keySet();
    }

    /** {@return the text, if it can be read; fails with what was expected otherwise} */
    static String checked(String name, String text) {
        setting(name).set().accept(SAMPLE.toBuilder(), text);
        return text;
    }

    private static Setting setting(String name) {
        Setting setting = SETTINGS.get(name);
        if (setting == null) {
            throw new IllegalArgumentException("no setting of a request: " + name);
        }
        return setting;
    }

    /** {@return the request, filled where it says nothing} */
    ChatRequest applyTo(ChatRequest request) {
        Timeouts times = request.timeouts().orElse(timeouts);
        if (texts.isEmpty() && times.equals(request.timeouts())) {
            return request;
        }
        ChatRequestBuilder builder = request.toBuilder().timeouts(times);
        texts.forEach((name, text) -> {
            if (!setting(name).isSet().test(request)) {
                setting(name).set().accept(builder, text);
            }
        });
        return builder.build();
    }

    /** {@return the phase timeouts for requests that have none} */
    Timeouts timeouts() {
        return timeouts;
    }
}
