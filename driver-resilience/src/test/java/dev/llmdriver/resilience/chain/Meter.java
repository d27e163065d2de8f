package dev.llmdriver.resilience.chain;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Notes what passes, and how long it took. */
final class Meter extends Passing {
    private final List<String> notes;

    Meter(ChatEngine next, List<String> notes) {
        super(next);
        this.notes = notes;
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        long before = call.scheduler().nanoTime();
        CompletableFuture<ChatResponse> answer = next.generate(request, call);
        CompletionStage<ChatResponse> seen = answer;
        seen.whenComplete((response, failure) -> notes.add("saw " + Scene.word(failure) + " in "
                + Scene.time(call.scheduler().nanoTime() - before)));
        return answer;
    }
}
