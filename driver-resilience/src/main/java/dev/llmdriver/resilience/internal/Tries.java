package dev.llmdriver.resilience.internal;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.RetryBudget;
import dev.llmdriver.resilience.RetryPolicy;
import dev.llmdriver.spi.CallContext;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/** What one call has tried so far, and whether it tries again. One thread at a time. */
public final class Tries {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.resilience");
    private static final Duration FIRST_PROBE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(10);

    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final CallContext call;
    private int tries = 1;
    private int probes;
    private Duration loading = Duration.ZERO;

    /** Begins with the first try. */
    public Tries(RetryPolicy policy, RetryBudget budget, CallContext call) {
        this.policy = policy;
        this.budget = budget;
        this.call = call;
    }

    /** A wait, and why. */
    record Pause(Duration time, WaitReason reason, Attempt.Purpose purpose) {}

    CallContext call() {
        return call;
    }

    /** {@return the wait before the next try; empty if the failure is the call's} */
    Optional<Pause> after(LlmException failure) {
        Optional<Pause> pause = isWorthTrying(failure) ? pauseAfter(failure) : Optional.empty();
        LOG.log(
                Level.DEBUG,
                () -> "call " + call.callId() + ", try " + tries + ": "
                        + failure.kind().wireName()
                        + pause.map(next -> ", waiting " + next.time()).orElse(", not tried again"));
        return pause;
    }

    private boolean isWorthTrying(LlmException failure) {
        boolean advised = failure.advice() == Advice.RETRY || failure.advice() == Advice.WAIT_THEN_RETRY;
        return advised && !call.isCommitted();
    }

    private Optional<Pause> pauseAfter(LlmException failure) {
        // A hint of zero says nothing: without a wait of our own an outage would be a tight loop.
        Duration hint = failure.retryAfter().orElse(Duration.ZERO);
        return failure.kind() == ErrorKind.MODEL_LOADING ? whileLoading(hint) : retry(hint);
    }

    private Optional<Pause> retry(Duration hint) {
        if (tries >= policy.maxAttempts() || call.ledger().remaining() == 0 || isLonger(hint, policy.maxHint())) {
            return Optional.empty();
        }
        Duration wait = hint.isZero() ? policy.backoff(tries) : policy.afterHint(hint);
        if (!endsInTime(wait) || (hint.isZero() && !budget.tryTake())) {
            return Optional.empty();
        }
        tries++;
        WaitReason reason = hint.isZero() ? WaitReason.BACKOFF : WaitReason.RETRY_AFTER;
        return Optional.of(new Pause(wait, reason, Attempt.Purpose.RETRY));
    }

    /** A model that loads has a time of its own, and asking for it again is no attempt. */
    private Optional<Pause> whileLoading(Duration hint) {
        Duration wait = hint.isZero() ? probeDelay() : policy.afterHint(hint);
        Duration total = loading.plus(wait);
        if (policy.maxAttempts() == 1 || isLonger(total, policy.maxLoading()) || !endsInTime(wait)) {
            return Optional.empty();
        }
        loading = total;
        probes++;
        return Optional.of(new Pause(wait, WaitReason.COLD_START, Attempt.Purpose.COLD_START));
    }

    private Duration probeDelay() {
        Duration grown = FIRST_PROBE.multipliedBy(1L << Math.min(probes, 3));
        return isLonger(grown, LONGEST_PROBE) ? LONGEST_PROBE : grown;
    }

    private boolean endsInTime(Duration wait) {
        return call.remaining().map(left -> isLonger(left, wait)).orElse(true);
    }

    private static boolean isLonger(Duration one, Duration other) {
        return one.compareTo(other) > 0;
    }

    /** {@return the context of the try after a pause} */
    CallContext contextAfter(Pause pause) {
        return call.with(CallContext.PURPOSE, pause.purpose()).with(CallContext.WAITED, pause.time());
    }

    /** Tells the caller's listener of a pause. */
    ChatEvent.Waiting announce(Pause pause) {
        ChatEvent.Waiting event =
                ChatEvent.Waiting.of(pause.reason(), call.elapsed()).withEstimate(pause.time());
        call.waiting(event);
        return event;
    }

    /** Notes that the call was answered. */
    void answered() {
        budget.answered();
    }

    /** {@return the failure with every attempt of the call} */
    LlmException complete(LlmException failure) {
        return failure.attempts().size() == call.ledger().attempts().size()
                ? failure
                : failure.toBuilder().attempts(call.ledger().attempts()).build();
    }
}
