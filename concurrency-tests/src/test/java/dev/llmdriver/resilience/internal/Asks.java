package dev.llmdriver.resilience.internal;

import dev.llmdriver.CallOptions;
import dev.llmdriver.Usage;
import dev.llmdriver.concurrency.Bell;
import dev.llmdriver.concurrency.Wire;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Outcome;
import dev.llmdriver.resilience.internal.gate.Size;
import dev.llmdriver.spi.CallContext;
import java.util.Optional;
import java.util.OptionalLong;

/** Attempts before gates, and how they ended. */
final class Asks {
    /** Given up before anything left the process: costs nothing. */
    static final Outcome NOTHING_LEFT = new Outcome(Optional.empty(), Optional.of(cancelled()), 0);

    /** Given up after the request had left: costs what was reserved. */
    static final Outcome CANCELLED = new Outcome(Optional.empty(), Optional.of(cancelled()), 1);

    /** Answered, three tokens in all. */
    static final Outcome ANSWERED = new Outcome(Optional.of(Usage.of(1, 2)), Optional.empty(), 1);

    private Asks() {}

    private static LlmException cancelled() {
        return LlmException.builder(ErrorKind.CANCELLED, "cancelled").build();
    }

    static Ask of() {
        return new Timed().ask();
    }

    /** An attempt whose alarms an actor rings; bounded by ten tokens each way. */
    record Timed(Bell bell) {
        Timed() {
            this(new Bell());
        }

        Ask ask() {
            Size size = new Size(OptionalLong.of(10), OptionalLong.of(10));
            return new Ask(Wire.REF, CallContext.of(bell), () -> size, waiting -> {}, CallOptions.none());
        }
    }
}
