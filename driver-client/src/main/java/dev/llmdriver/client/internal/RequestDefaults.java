package dev.llmdriver.client.internal;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.Timeouts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is configured for requests that do not say otherwise. Immutable. */
final class RequestDefaults {
    private static final ChatRequest SAMPLE = ChatRequest.of("sample");

    private static final List<String> NAMES = List.of(
            "temperature",
            "top-p",
            "top-k",
            "max-tokens",
            "seed",
            "frequency-penalty",
            "presence-penalty",
            "stop",
            "reasoning-effort");

    private final Map<String, String> texts;
    private final Timeouts timeouts;

    RequestDefaults(Map<String, String> texts, Timeouts timeouts) {
        this.texts = Map.copyOf(texts);
        this.timeouts = timeouts;
    }

    /** {@return whether a request has its own} */
    private static boolean isSet(String name, ChatRequest request) {
        return switch (name) {
            case "temperature" -> request.temperature().isPresent();
            case "top-p" -> request.topP().isPresent();
            case "top-k" -> request.topK().isPresent();
            case "max-tokens" -> request.maxTokens().isPresent();
            case "seed" -> request.seed().isPresent();
            case "frequency-penalty" -> request.frequencyPenalty().isPresent();
            case "presence-penalty" -> request.presencePenalty().isPresent();
            case "stop" -> !request.stop().isEmpty();
            case "reasoning-effort" -> request.reasoningEffort().isPresent();
            default -> throw unknown(name);
        };
    }

    private static ChatRequestBuilder set(String name, ChatRequestBuilder request, String text) {
        return switch (name) {
            case "temperature" -> request.temperature(Texts.number(text));
            case "top-p" -> request.topP(Texts.number(text));
            case "top-k" -> request.topK(Texts.integer(text));
            case "max-tokens" -> request.maxTokens(Texts.integer(text));
            case "seed" -> request.seed(Texts.whole(text));
            case "frequency-penalty" -> request.frequencyPenalty(Texts.number(text));
            case "presence-penalty" -> request.presencePenalty(Texts.number(text));
            case "stop" -> request.stop(Texts.stops(text));
            case "reasoning-effort" -> request.reasoningEffort(effort(text));
            default -> throw unknown(name);
        };
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("no setting of a request: " + name);
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
        return NAMES;
    }

    /** {@return the text, if it can be read; fails with what was expected otherwise} */
    static String checked(String name, String text) {
        ChatRequestBuilder unused = set(name, SAMPLE.toBuilder(), text);
        return text;
    }

    /** {@return the request, filled where it says nothing} */
    ChatRequest applyTo(ChatRequest request) {
        Timeouts times = request.timeouts().orElse(timeouts);
        if (texts.isEmpty() && times.equals(request.timeouts())) {
            return request;
        }
        ChatRequestBuilder builder = request.toBuilder().timeouts(times);
        texts.forEach((name, text) -> {
            if (!isSet(name, request)) {
                set(name, builder, text);
            }
        });
        return builder.build();
    }

    /** {@return the phase timeouts for requests that have none} */
    Timeouts timeouts() {
        return timeouts;
    }
}
