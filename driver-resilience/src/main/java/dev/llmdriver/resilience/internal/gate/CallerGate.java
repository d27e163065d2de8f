package dev.llmdriver.resilience.internal.gate;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallFuture;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends everybody to the gate of his caller, of which there is one each. A caller's gate is made when he comes, and forgotten when
 * nobody is before it or has a pass of it any more: what is to be remembered beyond that is kept by a store. Who calls for nobody
 * passes, and so does whose caller has no gate. Thread-safe.
 */
public final class CallerGate implements Gate {
    private static final Pass FREE = outcome -> {};

    private final Function<String, Optional<Gate>> gates;
    private final Consumer<LlmException> refusals;
    private final ConcurrentHashMap<String, InUse> used = new ConcurrentHashMap<>();

    /**
     * Knows nobody yet.
     *
     * @param gates makes a caller's gate; empty if he needs none
     * @param refusals hears of everybody who is not let through, unless he gave up
     */
    public CallerGate(Function<String, Optional<Gate>> gates, Consumer<LlmException> refusals) {
        this.gates = gates;
        this.refusals = refusals;
    }

    /**
     * Somebody's gate.
     *
     * @param gate the gate; empty if he passes
     * @param users how many are before it or have a pass
     */
    private record InUse(Optional<Gate> gate, long users) {
        InUse and(int more) {
            return new InUse(gate, users + more);
        }
    }

    @Override
    public CompletableFuture<Pass> enter(Ask ask) {
        return ask.options()
                .caller()
                .map(caller -> enter(caller, ask))
                .orElseGet(() -> CompletableFuture.completedFuture(FREE));
    }

    private CompletableFuture<Pass> enter(String caller, Ask ask) {
        InUse own =
                used.compute(caller, (name, known) -> (known == null ? new InUse(gates.apply(name), 0) : known).and(1));
        if (own.gate().isEmpty()) {
            release(caller);
            return CompletableFuture.completedFuture(FREE);
        }
        try {
            return handedOn(caller, own.gate().get().enter(ask.asCaller()));
        } catch (Throwable thrown) { // errors too, or the gate would be kept for ever
            release(caller);
            return CompletableFuture.failedFuture(thrown);
        }
    }

    /** A pass that comes when its caller has given up is given back unused. */
    private CompletableFuture<Pass> handedOn(String caller, CompletableFuture<Pass> entering) {
        CallFuture<Pass> entered = CallFuture.create(() -> entering.cancel(true));
        CompletionStage<Pass> decided = entering;
        decided.whenComplete((pass, refusal) -> {
            if (pass == null) {
                release(caller);
                refuse(entered, refusal == null ? CallFuture.cancelled() : LlmException.of(refusal));
            } else if (!entered.complete(new Held(caller, pass))) {
                new Held(caller, pass).end(new Outcome(Optional.empty(), Optional.of(CallFuture.cancelled()), 0));
            }
        });
        return entered;
    }

    private void refuse(CallFuture<Pass> entered, LlmException refusal) {
        try {
            if (!entered.isDone()) {
                refusals.accept(refusal);
            }
        } finally {
            entered.fail(refusal);
        }
    }

    private void release(String caller) {
        used.computeIfPresent(caller, CallerGate::withoutOne);
    }

    private static @Nullable InUse withoutOne(String caller, InUse own) {
        return own.users() == 1 ? null : own.and(-1);
    }

    /** {@return how many callers have a gate now} */
    public int size() {
        return used.size();
    }

    /** A pass of a caller's gate, which is kept until the pass ends. */
    private final class Held implements Pass {
        private final String caller;
        private final Pass pass;

        Held(String caller, Pass pass) {
            this.caller = caller;
            this.pass = pass;
        }

        @Override
        public void responding() {
            pass.responding();
        }

        @Override
        public void end(Outcome outcome) {
            try {
                pass.end(outcome);
            } finally {
                release(caller);
            }
        }
    }
}
