package dev.llmdriver.resilience.internal.course;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.concurrency.Bell;
import dev.llmdriver.concurrency.Ear;
import dev.llmdriver.concurrency.Wire;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A course that goes to a second wire when the first one breaks: at once, or when an actor ends its wait. */
final class Detour implements Course<Wire> {
    final Wire first = new Wire();
    final Wire second = new Wire();
    final CompletableFuture<Step<Wire>> wait = new CompletableFuture<>();
    private final CallContext call = CallContext.of(new Bell());
    private final boolean waits;
    private final AtomicInteger ends = new AtomicInteger();

    private Detour(boolean waits) {
        this.waits = waits;
    }

    static Detour atOnce() {
        return new Detour(false);
    }

    static Detour afterAWait() {
        return new Detour(true);
    }

    Ear subscribe(long demand) {
        Ear ear = new Ear(demand);
        StreamCourse.start(this, (wire, attempt) -> wire.stream(Wire.REQUEST, attempt), ear);
        return ear;
    }

    @Override
    public CallContext call() {
        return call;
    }

    @Override
    public Step<Wire> begin() {
        return new Step.Run<>(first, call);
    }

    private Step<Wire> toTheSecond() {
        return new Step.Run<>(second, call);
    }

    @Override
    public Step<Wire> after(LlmException failure) {
        return waits ? new Step.Wait<>(ChatEvent.Waiting.of(WaitReason.BACKOFF, Duration.ZERO), wait) : toTheSecond();
    }

    void endTheWait() {
        wait.complete(toTheSecond());
    }

    @Override
    public void ended(boolean answered) {
        ends.incrementAndGet();
    }

    /** Whether the course heard of the end, and every exchange was ended that began after the first broke. */
    String rest() {
        boolean left = second.begun() > 0 && second.cancels() == 0;
        return (ends.get() > 0 ? "ended" : "runs") + (left ? ", second open" : "");
    }
}
