package dev.llmdriver.resilience.internal.gate;

import dev.llmdriver.Attempt;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The pass of one attempt, given back once: the first end wins. Thread-safe. */
final class Ticket {
    private final CallContext call;
    private final int requestsBefore;
    private final AtomicReference<Gate.@Nullable Pass> pass;

    /** Takes a pass just before the attempt begins. */
    Ticket(Gate.Pass pass, CallContext call) {
        this.pass = new AtomicReference<>(pass);
        this.call = call;
        this.requestsBefore = requests();
    }

    void responding() {
        Gate.Pass held = pass.get();
        if (held != null) {
            held.responding();
        }
    }

    void answered(Optional<Usage> usage) {
        end(usage, Optional.empty());
    }

    void failed(Throwable thrown) {
        LlmException failure = LlmException.of(thrown);
        end(failure.partial().flatMap(PartialAnswer::usage), Optional.of(failure));
    }

    void cancelled() {
        failed(CallFuture.cancelled());
    }

    private void end(Optional<Usage> usage, Optional<LlmException> failure) {
        Gate.Pass taken = pass.getAndSet(null);
        if (taken != null) {
            List<Attempt> all = call.ledger().attempts();
            List<Attempt> own = all.subList(requestsBefore, all.size());
            taken.end(new Outcome(usage, failure, own.size(), turnedDown(own)));
        }
    }

    private static int turnedDown(List<Attempt> requests) {
        return (int) requests.stream()
                .filter(each -> each.error().filter(Fate::isTurnedDown).isPresent() || isRedirect(each))
                .count();
    }

    /** It was sent on as it is, and who answered it so has not read it. */
    private static boolean isRedirect(Attempt request) {
        int status = request.status().orElse(0);
        return status >= 300 && status < 400;
    }

    private int requests() {
        return call.ledger().attempts().size();
    }
}
