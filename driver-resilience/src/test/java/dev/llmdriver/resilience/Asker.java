package dev.llmdriver.resilience;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.Outcome;
import dev.llmdriver.resilience.internal.gate.Size;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One attempt before a gate, and what it hears there. */
final class Asker {
    final CallContext call;
    final List<ChatEvent.Waiting> waits = new ArrayList<>();
    final CompletableFuture<Gate.Pass> pass;

    private Asker(Gate gate, CallContext call, Size size, CallOptions options) {
        this.call = call;
        this.pass = gate.enter(new Ask(ScriptedEngine.REF, call, () -> size, waits::add, options));
    }

    /** Asks for a request of which nothing is known. */
    static Asker of(Gate gate, Scheduler clock) {
        return of(gate, CallContext.of(clock), new Size(OptionalLong.empty(), OptionalLong.empty()));
    }

    /** Asks for a request with these bounds; the limiter reserves a quarter of the input, and one. */
    static Asker of(Gate gate, Scheduler clock, long input, long output) {
        return of(gate, CallContext.of(clock), new Size(OptionalLong.of(input), OptionalLong.of(output)));
    }

    static Asker of(Gate gate, CallContext call, Size size) {
        return new Asker(gate, call, size, CallOptions.none());
    }

    /** Asks for a request with options of its own. */
    static Asker of(Gate gate, Scheduler clock, CallOptions options) {
        return new Asker(gate, CallContext.of(clock), new Size(OptionalLong.of(0), OptionalLong.of(0)), options);
    }

    static Asker withDeadline(Gate gate, Scheduler clock, Duration deadline) {
        CallContext call = CallContext.of(clock);
        call.startDeadline(deadline);
        return of(gate, call, new Size(OptionalLong.of(0), OptionalLong.of(0)));
    }

    boolean isIn() {
        return pass.isDone() && !pass.isCompletedExceptionally();
    }

    boolean isWaiting() {
        return !pass.isDone();
    }

    LlmException refusal() {
        return pass.handle((in, failure) -> LlmException.of(failure)).getNow(null);
    }

    /** A request leaves. */
    Asker sends() {
        call.beginAttempt(ScriptedEngine.REF).succeeded();
        return this;
    }

    /** It ends after so many requests. */
    void end(Optional<Usage> usage, Optional<LlmException> failure, int requests) {
        pass.join().end(new Outcome(usage, failure, requests));
    }

    void answered(@Nullable Usage usage) {
        pass.join().end(new Outcome(Optional.ofNullable(usage), Optional.empty(), 1));
    }

    void failed(LlmException failure) {
        pass.join().end(new Outcome(Optional.empty(), Optional.of(failure), 1));
    }

    void failed(ErrorKind kind) {
        failed(LlmException.builder(kind, "scripted").build());
    }

    void neverLeft() {
        LlmException failure =
                LlmException.builder(ErrorKind.CONNECT_FAILED, "scripted").build();
        pass.join().end(new Outcome(Optional.empty(), Optional.of(failure), 0));
    }
}
