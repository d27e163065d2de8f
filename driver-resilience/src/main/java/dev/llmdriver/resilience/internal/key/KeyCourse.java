package dev.llmdriver.resilience.internal.key;

import dev.llmdriver.Attempt.Purpose;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.course.Course;
import dev.llmdriver.resilience.internal.course.Hints;
import dev.llmdriver.resilience.internal.course.Step;
import dev.llmdriver.spi.CallContext;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes from key to key, each at most once, without a wait.
 *
 * @param <E> what is run
 */
final class KeyCourse<E> implements Course<E> {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.resilience");
    /** What a limit without a named time comes to. */
    private static final Duration SHORT_REST = Duration.ofSeconds(1);
    /** What a quota without a named reset comes to: somebody may have paid meanwhile. */
    private static final Duration LONG_REST = Duration.ofHours(1);

    private final Keys keys;
    private final ModelRef ref;
    private final Function<PoolKey, E> keyed;
    private final CallContext call;
    private final Set<PoolKey> tried = new HashSet<>();
    private @Nullable PoolKey key;
    private String value = "";

    KeyCourse(Keys keys, ModelRef ref, Function<PoolKey, E> keyed, CallContext call) {
        this.keys = keys;
        this.ref = ref;
        this.keyed = keyed;
        this.call = call;
    }

    @Override
    public CallContext call() {
        return call;
    }

    @Override
    public Step<E> begin() {
        return nextKey(call).orElseGet(() -> new Step.Fail<>(keys.none(ref, now())));
    }

    @Override
    public Step<E> after(LlmException failure) {
        PoolKey used = key;
        if (used == null || !putAside(used, failure)) {
            return new Step.Fail<>(failure);
        }
        CallContext rotated = call.with(CallContext.PURPOSE, Purpose.ROTATE).with(CallContext.WAITED, Duration.ZERO);
        Optional<Step<E>> next = call.ledger().remaining() == 0 ? Optional.empty() : nextKey(rotated);
        return next.orElseGet(() -> new Step.Fail<>(last(failure)));
    }

    private Optional<Step<E>> nextKey(CallContext context) {
        return keys.ready(ref, now(), tried).map(next -> {
            key = next;
            value = next.value();
            tried.add(next);
            return new Step.Run<>(keyed.apply(next), context.with(CallContext.KEY_LABEL, next.label()));
        });
    }

    /** {@return whether the failure is a matter of the key} */
    private boolean putAside(PoolKey used, LlmException failure) {
        switch (failure.kind()) {
            case RATE_LIMITED -> rest(used, failure, SHORT_REST);
            case QUOTA_EXHAUSTED -> rest(used, failure, LONG_REST);
            case AUTHENTICATION -> refuse(used);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void rest(PoolKey used, LlmException failure, Duration unnamed) {
        Duration hint = Hints.named(failure);
        Duration time = hint.isZero() ? unnamed : hint;
        used.rest(ref, new PoolKey.Rest(failure.kind(), failure.reason(), now() + time.toNanos()));
        LOG.log(Level.DEBUG, () -> "key " + used + " rests for " + time + " from " + ref);
    }

    private void refuse(PoolKey used) {
        used.refuse(value);
        LOG.log(
                Level.WARNING,
                () -> "key " + used + " was refused by " + ref.provider() + " and is not used until its value changes");
    }

    /** The soonest time at which any key is back, for whoever may wait for it. */
    private LlmException last(LlmException failure) {
        long now = now();
        Optional<PoolKey.Rest> soonest = keys.soonest(ref, now);
        if (soonest.isEmpty()) {
            return failure;
        }
        PoolKey.Rest rest = soonest.get();
        return rest.kind() == failure.kind() && failure.kind() != ErrorKind.AUTHENTICATION
                ? failure.toBuilder()
                        .retryAfter(Duration.ofNanos(rest.until() - now))
                        .build()
                : keys.none(ref, now).toBuilder().cause(failure).build();
    }

    private long now() {
        return call.scheduler().nanoTime();
    }
}
