package dev.llmdriver.resilience.internal.key;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Secret;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.course.Course;
import dev.llmdriver.resilience.internal.course.CourseEmbedding;
import dev.llmdriver.resilience.internal.course.CourseEngine;
import dev.llmdriver.resilience.internal.course.StraightCourse;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.EmbeddingEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The keys of a pool, the preferred one first. Thread-safe. */
public final class Keys {
    private final List<PoolKey> keys = new ArrayList<>();

    /** Creates a pool of keys by their labels, all of them ready. */
    public Keys(Map<String, Secret> byLabel) {
        byLabel.forEach((label, secret) -> keys.add(new PoolKey(label, secret)));
    }

    /** {@return an engine whose attempts are sent with these keys} */
    public ChatEngine over(ChatEngine next) {
        return new CourseEngine(
                new KeyedEngine(next, keys.get(0)),
                (request, call) ->
                        course(next, next.ref(), request.callOptions(), key -> new KeyedEngine(next, key), call));
    }

    /** {@return an engine whose attempts are sent with these keys} */
    public EmbeddingEngine over(EmbeddingEngine next) {
        return new CourseEmbedding(
                next,
                (request, call) ->
                        course(next, next.ref(), request.callOptions(), key -> new KeyedEmbedding(next, key), call));
    }

    /** Whoever names a key, or an address that these keys are not meant for, has what the call says. */
    private <E> Course<E> course(
            E plain, ModelRef ref, CallOptions options, Function<PoolKey, E> keyed, CallContext call) {
        return options.apiKey().isPresent() || options.baseUrl().isPresent()
                ? new StraightCourse<>(plain, call)
                : new KeyCourse<>(this, ref, keyed, call);
    }

    Optional<PoolKey> ready(ModelRef ref, long now, Set<PoolKey> tried) {
        return keys.stream()
                .filter(key -> !tried.contains(key) && key.isReady(ref, now))
                .findFirst();
    }

    Optional<PoolKey.Rest> soonest(ModelRef ref, long now) {
        return keys.stream()
                .filter(key -> !key.isRefused())
                .flatMap(key -> key.rest(ref, now).stream())
                .min(Comparator.comparingLong(PoolKey.Rest::until));
    }

    /** {@return the error of a call that no key is ready for} */
    LlmException none(ModelRef ref, long now) {
        return soonest(ref, now)
                .map(rest -> resting(ref, rest, now))
                .orElseGet(() -> LlmException.builder(
                                ErrorKind.AUTHENTICATION,
                                "the provider refused every key of the pool " + keys + "; replace them")
                        .reason("keys_refused")
                        .ref(ref)
                        .build());
    }

    private LlmException resting(ModelRef ref, PoolKey.Rest rest, long now) {
        Duration left = Duration.ofNanos(rest.until() - now);
        return LlmException.builder(
                        rest.kind(),
                        "every key of the pool " + keys + " rests after "
                                + rest.kind().wireName() + "; the first is back in " + left.toMillis()
                                + " ms; wait, add keys or send less")
                .reason(rest.reason())
                .retryAfter(left)
                .ref(ref)
                .build();
    }

    @Override
    public String toString() {
        return keys.toString();
    }
}
