package dev.llmdriver.resilience.internal;

import dev.llmdriver.Attempt;
import dev.llmdriver.Attempt.Purpose;
import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.RetryBudget;
import dev.llmdriver.resilience.RetryPolicy;
import dev.llmdriver.spi.CallContext;
import java.time.Duration;

/**
 * Tries one target again.
 *
 * @param <E> what is run
 */
public final class RetryCourse<E> implements Course<E> {
    private static final Duration FIRST_PROBE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(10);

    private final E target;
    private final ModelRef ref;
    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final CallContext call;
    private int tries = 1;
    private int probes;
    private Duration loading = Duration.ZERO;

    /** Begins with the first try. */
    public RetryCourse(E target, ModelRef ref, RetryPolicy policy, RetryBudget budget, CallContext call) {
        this.target = target;
        this.ref = ref;
        this.policy = policy;
        this.budget = budget;
        this.call = call;
    }

    @Override
    public CallContext call() {
        return call;
    }

    @Override
    public Step<E> begin() {
        return new Step.Run<>(target, call);
    }

    @Override
    public Step<E> after(LlmException failure) {
        // A hint of zero says nothing: without a wait of our own an outage would be a tight loop.
        Duration hint = failure.retryAfter().orElse(Duration.ZERO);
        if (failure.advice() != Advice.RETRY && failure.advice() != Advice.WAIT_THEN_RETRY) {
            return new Step.Fail<>(failure);
        }
        return failure.kind() == ErrorKind.MODEL_LOADING ? whileLoading(failure, hint) : retry(failure, hint);
    }

    private Step<E> retry(LlmException failure, Duration hint) {
        if (spent() >= policy.maxAttempts() || call.ledger().remaining() == 0 || isLonger(hint, policy.maxHint())) {
            return new Step.Fail<>(failure);
        }
        Duration wait = hint.isZero() ? policy.backoff(tries) : policy.afterHint(hint);
        if (!endsInTime(wait) || (hint.isZero() && !budget.tryTake())) {
            return new Step.Fail<>(failure);
        }
        tries++;
        return pause(wait, hint.isZero() ? WaitReason.BACKOFF : WaitReason.RETRY_AFTER, Purpose.RETRY);
    }

    /** What the target has had of this call: by the ledger, for others beneath or above may try again too, or by our own count. */
    private long spent() {
        long sent = call.ledger().attempts().stream().filter(this::counts).count();
        return Math.max(tries, sent);
    }

    private boolean counts(Attempt attempt) {
        boolean once = attempt.purpose() != Purpose.COLD_START && attempt.purpose() != Purpose.PART;
        return once && attempt.ref().equals(ref);
    }

    /** A model that loads has a time of its own, and asking for it again is no attempt. */
    private Step<E> whileLoading(LlmException failure, Duration hint) {
        Duration wait = hint.isZero() ? probeDelay() : policy.afterHint(hint);
        Duration total = loading.plus(wait);
        if (policy.maxAttempts() == 1 || isLonger(total, policy.maxLoading()) || !endsInTime(wait)) {
            return new Step.Fail<>(failure);
        }
        loading = total;
        probes++;
        return pause(wait, WaitReason.COLD_START, Purpose.COLD_START);
    }

    private Duration probeDelay() {
        Duration grown = FIRST_PROBE.multipliedBy(1L << Math.min(probes, 3));
        return isLonger(grown, LONGEST_PROBE) ? LONGEST_PROBE : grown;
    }

    private Step<E> pause(Duration wait, WaitReason reason, Purpose purpose) {
        return Step.sleep(wait, reason, new Step.Run<>(target, call.with(CallContext.PURPOSE, purpose)));
    }

    private boolean endsInTime(Duration wait) {
        return call.remaining().map(left -> isLonger(left, wait)).orElse(true);
    }

    private static boolean isLonger(Duration one, Duration other) {
        return one.compareTo(other) > 0;
    }

    @Override
    public void ended(boolean answered) {
        if (answered) {
            budget.answered();
        }
    }
}
