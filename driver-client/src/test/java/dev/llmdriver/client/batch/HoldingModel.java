package dev.llmdriver.client.batch;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A model that answers on the very thread that asks, but only once as many calls wait as ever will, and then some of them in any order. */
final class HoldingModel extends NoModel {
    final Map<String, Integer> asked = new HashMap<>();
    final Set<String> failing = new HashSet<>();
    int mostAtOnce;
    private final List<Held> held = new ArrayList<>();
    private final Random random;
    private final int concurrency;
    private int expected;
    private Consumer<String> whenAsked = prompt -> {};

    private record Held(String prompt, CompletableFuture<ChatResponse> future) {}

    HoldingModel(long seed, int concurrency) {
        this.random = new Random(seed);
        this.concurrency = concurrency;
    }

    /** Forgets what is held and awaits this many calls. */
    void expect(int calls) {
        held.clear();
        expected = calls;
    }

    void whenAsked(Consumer<String> check) {
        whenAsked = check;
    }

    int asked(String prompt) {
        return asked.getOrDefault(prompt, 0);
    }

    @Override
    public CompletableFuture<ChatResponse> generateAsync(ChatRequest request) {
        String prompt = request.messages().get(0).text();
        whenAsked.accept(prompt);
        asked.merge(prompt, 1, Integer::sum);
        Held call = new Held(prompt, new CompletableFuture<>());
        held.add(call);
        mostAtOnce = Math.max(mostAtOnce, held.size());
        if (held.size() == Math.min(concurrency, expected)) {
            int released = held.size() == expected ? expected : 1 + random.nextInt(held.size());
            Collections.shuffle(held, random);
            List<Held> now = List.copyOf(held.subList(0, released));
            held.removeAll(now);
            expected -= released;
            now.forEach(this::release);
        }
        return call.future();
    }

    private void release(Held call) {
        if (failing.contains(call.prompt())) {
            call.future()
                    .completeExceptionally(LlmException.builder(ErrorKind.OVERLOADED, "too much")
                            .build());
        } else {
            call.future().complete(answer(call.prompt()));
        }
    }

    static ChatResponse answer(String prompt) {
        return ChatResponse.builder(
                        REF, Message.assistant("re " + prompt), new FinishReason(FinishReason.Kind.STOP, "stop"))
                .usage(Usage.of(2, 3))
                .build();
    }
}
