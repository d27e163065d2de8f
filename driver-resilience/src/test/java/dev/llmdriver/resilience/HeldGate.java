package dev.llmdriver.resilience;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A gate that the test opens, and that notes who asked and how it ended. */
final class HeldGate implements Gate {
    final List<Ask> asks = new ArrayList<>();
    final List<CompletableFuture<Pass>> queue = new ArrayList<>();
    final List<Outcome> ends = new ArrayList<>();
    private final boolean open;

    private HeldGate(boolean open) {
        this.open = open;
    }

    static HeldGate closed() {
        return new HeldGate(false);
    }

    static HeldGate opened() {
        return new HeldGate(true);
    }

    @Override
    public CompletableFuture<Pass> enter(Ask ask) {
        asks.add(ask);
        CompletableFuture<Pass> entering =
                open ? CompletableFuture.completedFuture(ends::add) : new CompletableFuture<>();
        queue.add(entering);
        return entering;
    }

    void letIn(int place) {
        queue.get(place).complete(ends::add);
    }

    void tellOfWait(int place, Duration estimate) {
        Ask ask = asks.get(place);
        ask.onWaiting()
                .accept(ChatEvent.Waiting.of(WaitReason.LIMITER, ask.call().elapsed())
                        .withEstimate(estimate));
    }
}
