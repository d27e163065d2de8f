package dev.llmdriver.resilience.internal.gate;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One attempt at a gate.
 *
 * @param gate what must be passed
 * @param ask what wants to pass
 * @param since when it came, by the call's clock, in nanoseconds
 */
record Entrance(Gate gate, Ask ask, long since) {
    static Entrance at(Gate gate, Ask ask) {
        return new Entrance(gate, ask, ask.call().scheduler().nanoTime());
    }

    CompletableFuture<Gate.Pass> enter() {
        try {
            return gate.enter(ask);
        } catch (Throwable thrown) { // errors too: nobody else would end the call
            return CompletableFuture.failedFuture(thrown);
        }
    }

    /** {@return why nothing may leave although the gate let it through: a place may become free at the very deadline} */
    Optional<LlmException> tooLate() {
        return ask.call()
                .remaining()
                .filter(Duration::isZero)
                .map(none -> LlmException.builder(
                                ErrorKind.TIMEOUT,
                                "the deadline passed before the request could leave; allow more time")
                        .reason("deadline")
                        .ref(ask.ref())
                        .attempts(ask.call().ledger().attempts())
                        .build());
    }

    /** {@return the context of the attempt: what was waited for here is part of its wait} */
    CallContext passed() {
        CallContext call = ask.call();
        Duration here = Duration.ofNanos(call.scheduler().nanoTime() - since);
        return here.isZero()
                ? call
                : call.with(
                        CallContext.WAITED,
                        call.attribute(CallContext.WAITED).orElse(Duration.ZERO).plus(here));
    }
}
