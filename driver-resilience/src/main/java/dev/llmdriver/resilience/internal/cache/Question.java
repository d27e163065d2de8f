package dev.llmdriver.resilience.internal.cache;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Media;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Timeouts;
import java.time.Duration;
import java.util.Map;

/**
 * What an answer is kept by: the requested model and everything that is sent.
 *
 * @param ref who is asked
 * @param request the request without what stays here: labels, times, listeners
 */
record Question(ModelRef ref, ChatRequest request) {
    /** Some time, the same for all. */
    private static final Duration ANY = Duration.ofDays(1);

    static Question of(ModelRef ref, ChatRequest request) {
        return new Question(
                ref,
                request.toBuilder()
                        .deadline(ANY)
                        .timeouts(Timeouts.unset())
                        .tags(Map.of())
                        .callOptions(CallOptions.none())
                        .build());
    }

    /** {@return whether the same question has the same answer, and the call changes nothing of who is asked} */
    static boolean isRepeatable(ChatRequest request) {
        CallOptions options = request.callOptions();
        boolean usual = options.apiKey().isEmpty()
                && options.baseUrl().isEmpty()
                && options.headers().isEmpty();
        return usual && isDeterministic(request) && !pointsElsewhere(request);
    }

    private static boolean isDeterministic(ChatRequest request) {
        return request.seed().isPresent()
                || request.temperature().orElse(1) == 0
                || request.topK().orElse(0) == 1;
    }

    /** What is behind an address may change. */
    private static boolean pointsElsewhere(ChatRequest request) {
        return request.messages().stream()
                .flatMap(message -> message.parts(Media.class).stream())
                .anyMatch(media -> media.uri().isPresent());
    }
}
