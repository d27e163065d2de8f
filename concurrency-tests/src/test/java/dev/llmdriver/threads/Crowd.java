package dev.llmdriver.threads;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.concurrency.Wire;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine that lets everybody wait until it answers all. */
final class Crowd implements ChatEngine {
    private final Queue<Wire> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public ModelRef ref() {
        return Wire.REF;
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        Wire wire = new Wire();
        CompletableFuture<ChatResponse> answer = wire.generate(request, call);
        add(wire);
        return answer;
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        Wire wire = new Wire();
        return subscriber -> {
            wire.stream(request, call).subscribe(subscriber);
            add(wire);
        };
    }

    private void add(Wire wire) {
        waiting.add(wire);
        count.incrementAndGet();
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        throw new UnsupportedOperationException();
    }

    /** {@return how many asked} */
    int size() {
        return count.get();
    }

    void answerAll() {
        for (Wire wire = waiting.poll(); wire != null; wire = waiting.poll()) {
            Face face = wire.subscriber() == null ? Face.GENERATE : Face.TEXTS;
            face.answer(wire);
        }
    }

    /** {@return how many exchanges are neither answered nor closed} */
    long open() {
        return waiting.stream().filter(wire -> wire.cancels() == 0).count();
    }
}
