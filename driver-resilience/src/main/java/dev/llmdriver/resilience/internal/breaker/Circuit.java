package dev.llmdriver.resilience.internal.breaker;

import dev.llmdriver.Attempt;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.Outcome;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One target's circuit: closed while it works, open after too many failures, then half open for one attempt that decides. */
final class Circuit {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.resilience");
    /** The circuit is still open at the last moment of its time. */
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final ModelRef ref;
    private final Scheduler time;
    private final CircuitBreaker breaker;
    private final Duration openFor;
    private final Changes changes;
    private volatile long openedAt;

    /** Who hears that a circuit closed, or did not stay so. */
    interface Changes {
        void told(Circuit circuit, boolean closed);
    }

    Circuit(ModelRef ref, CircuitBreakerConfig config, Duration openFor, Scheduler time, Changes changes) {
        this.ref = ref;
        this.time = time;
        this.changes = changes;
        this.breaker = CircuitBreaker.of(ref.toString(), config);
        this.openFor =
                Duration.ofMillis(config.getWaitIntervalFunctionInOpenState().apply(1));
        breaker.getEventPublisher().onStateTransition(event -> changed(event.getStateTransition()));
    }

    ModelRef ref() {
        return ref;
    }

    private void changed(StateTransition change) {
        if (change.getToState() == State.OPEN) {
            openedAt = time.nanoTime();
        }
        changes.told(this, change.getToState() == State.CLOSED);
        LOG.log(
                change.getToState() == State.OPEN ? Level.WARNING : Level.INFO,
                () -> "the breaker of " + ref + " is " + change.getToState() + " after " + change.getFromState());
    }

    CompletableFuture<Gate.Pass> enter(Ask ask) {
        return breaker.tryAcquirePermission()
                ? CompletableFuture.completedFuture(new Passage(ask.call()))
                : CompletableFuture.failedFuture(refusal(ask));
    }

    private LlmException refusal(Ask ask) {
        LlmExceptionBuilder error = LlmException.builder(
                        ErrorKind.LIMIT_EXCEEDED,
                        ref + " failed too often and is spared for a while; try later, or name a fallback")
                .reason("breaker_open")
                .ref(ref)
                .attempts(ask.call().ledger().attempts());
        if (breaker.getState() == State.OPEN) {
            Duration since = Duration.ofNanos(time.nanoTime() - openedAt);
            Duration left = openFor.minus(since);
            error.retryAfter(left.isNegative() ? MOMENT : left.plus(MOMENT));
        }
        return error.build();
    }

    @Override
    public String toString() {
        return breaker.getState().toString();
    }

    /** One attempt, counted once or not at all. */
    private final class Passage implements Gate.Pass {
        private final CallContext call;
        private final long since = time.nanoTime();
        /** Who began before the circuit opened says nothing of how the target is when it is half open. */
        private final boolean decides = breaker.getState() == State.HALF_OPEN;

        private final AtomicBoolean counted = new AtomicBoolean();

        Passage(CallContext call) {
            this.call = call;
        }

        /** Content shows that the target works again; others need not wait for the end of a long answer. */
        @Override
        public void responding() {
            if (breaker.getState() == State.HALF_OPEN && counted.compareAndSet(false, true)) {
                breaker.onSuccess(elapsed(), TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void end(Outcome outcome) {
            if (counted.compareAndSet(false, true)) {
                outcome.failure().ifPresentOrElse(failure -> failed(failure, after(outcome)), this::succeeded);
            }
        }

        private void succeeded() {
            breaker.onSuccess(elapsed(), TimeUnit.NANOSECONDS);
        }

        private void failed(LlmException failure, Duration after) {
            if (breaker.getState() == State.HALF_OPEN && !decides) {
                return;
            }
            if (Blame.isTargets(failure, after)) {
                breaker.onError(elapsed(), TimeUnit.NANOSECONDS, failure);
            } else {
                breaker.releasePermission();
            }
        }

        /** What the target had: queues of ours are on the way to it. */
        private Duration after(Outcome outcome) {
            List<Attempt> attempts = outcome.left() ? call.ledger().attempts() : List.of();
            return attempts.isEmpty()
                    ? Duration.ofNanos(elapsed())
                    : attempts.get(attempts.size() - 1).duration().orElse(Duration.ofNanos(elapsed()));
        }

        private long elapsed() {
            return time.nanoTime() - since;
        }
    }
}
