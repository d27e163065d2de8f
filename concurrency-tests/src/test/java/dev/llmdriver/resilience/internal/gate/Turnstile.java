package dev.llmdriver.resilience.internal.gate;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.concurrency.Bell;
import dev.llmdriver.concurrency.Ear;
import dev.llmdriver.concurrency.Wire;
import dev.llmdriver.spi.CallContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A gate that an actor opens, before a wire; counts what it gave out and got back. */
final class Turnstile implements Gate {
    final Wire wire = new Wire();
    private final CompletableFuture<Pass> entering = new CompletableFuture<>();
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicInteger back = new AtomicInteger();
    private final GatedEngine engine = new GatedEngine(wire, this);

    @Override
    public CompletableFuture<Pass> enter(Ask ask) {
        return entering;
    }

    Ear subscribe(long demand) {
        Ear ear = new Ear(demand);
        engine.stream(Wire.REQUEST, CallContext.of(new Bell())).subscribe(ear);
        return ear;
    }

    CompletableFuture<ChatResponse> generate() {
        return engine.generate(Wire.REQUEST, CallContext.of(new Bell()));
    }

    /** Lets it through, as gates do: whoever gave up meanwhile took nothing. */
    Turnstile open() {
        if (entering.complete(outcome -> back.incrementAndGet())) {
            given.incrementAndGet();
        }
        return this;
    }

    Turnstile refuse() {
        entering.completeExceptionally(Wire.failure());
        return this;
    }

    /** Whether each pass came back exactly once, and nothing is left open behind the gate. */
    String rest() {
        boolean left = wire.begun() > 0 && wire.cancels() == 0 && back.get() == 0;
        return (given.get() == back.get() ? "even" : given + " given, " + back + " back") + (left ? ", open" : "");
    }
}
