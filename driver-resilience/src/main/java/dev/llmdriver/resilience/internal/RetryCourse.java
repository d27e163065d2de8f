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
import dev.llmdriver.resilience.internal.course.Course;
import dev.llmdriver.resilience.internal.course.Hints;
import dev.llmdriver.resilience.internal.course.Step;
import dev.llmdriver.spi.Attribute;
import dev.llmdriver.spi.CallContext;
import java.time.Duration;

/**
 * Tries one target again.
 *
 * @param <E> what is run
 */
public final class RetryCourse<E> implements Course<E> {
    /** How many attempts there were when the target's turn came: those of others, of the same model perhaps, are not its own. */
    static final Attribute<Integer> BEFORE = Attribute.named("attempts-before-target");

    private final E target;
    private final ModelRef ref;
    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final CallContext call;
    private int tries = 1;

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
        return isWorthTrying(failure) ? retry(failure) : new Step.Fail<>(failure);
    }

    /** A model that loads has a course of its own. */
    private static boolean isWorthTrying(LlmException failure) {
        boolean advised = failure.advice() == Advice.RETRY || failure.advice() == Advice.WAIT_THEN_RETRY;
        return advised && failure.kind() != ErrorKind.MODEL_LOADING;
    }

    private Step<E> retry(LlmException failure) {
        // A hint of zero says nothing: without a wait of our own an outage would be a tight loop.
        Duration hint = Hints.named(failure);
        if (spent() >= policy.maxAttempts() || call.ledger().remaining() == 0 || isLonger(hint, policy.maxHint())) {
            return new Step.Fail<>(failure);
        }
        Duration wait = hint.isZero() ? policy.backoff(tries) : policy.afterHint(hint);
        if (!endsInTime(wait) || (hint.isZero() && !budget.tryTake())) {
            return new Step.Fail<>(failure);
        }
        tries++;
        WaitReason reason = hint.isZero() ? WaitReason.BACKOFF : WaitReason.RETRY_AFTER;
        return Step.sleep(wait, reason, new Step.Run<>(target, call.with(CallContext.PURPOSE, Purpose.RETRY)));
    }

    /** What the target has had of this call: by the ledger, for others beneath or above may try again too, or by our own count. */
    private long spent() {
        int before = call.attribute(BEFORE).orElse(0);
        long sent = call.ledger().attempts().stream()
                .skip(before)
                .filter(this::counts)
                .count();
        return Math.max(tries, sent);
    }

    private boolean counts(Attempt attempt) {
        boolean once = attempt.purpose() != Purpose.COLD_START && attempt.purpose() != Purpose.PART;
        return once && attempt.ref().equals(ref);
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
