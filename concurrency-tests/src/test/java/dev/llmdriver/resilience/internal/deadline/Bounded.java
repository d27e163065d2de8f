package dev.llmdriver.resilience.internal.deadline;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.concurrency.Bell;
import dev.llmdriver.concurrency.Ear;
import dev.llmdriver.concurrency.Wire;
import dev.llmdriver.spi.CallContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A call with a deadline, whose client may be closed before. */
final class Bounded {
    final Wire wire = new Wire();
    final Bell bell = new Bell();
    final Endings endings = new Endings();
    private final CallContext call = CallContext.of(bell);
    private final Deadline deadline = new Deadline(Wire.REF, call, Duration.ofSeconds(1), endings);

    Ear subscribe(Ear ear) {
        deadline.bound(() -> wire.stream(Wire.REQUEST, call), ear);
        return ear;
    }

    CompletableFuture<ChatResponse> generate() {
        return deadline.bound(() -> wire.generate(Wire.REQUEST, call));
    }

    /** Whether the connection was closed, and whether an alarm was left behind. */
    String rest() {
        return (wire.cancels() > 0 ? "closed" : "kept") + (bell.pending() > 0 ? ", an alarm left" : "");
    }
}
