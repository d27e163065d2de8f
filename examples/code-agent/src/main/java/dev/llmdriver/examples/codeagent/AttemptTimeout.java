package dev.llmdriver.examples.codeagent;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.Scheduler.Alarm;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Gives each attempt at a whole answer a time of its own, after which the next one begins: a decorator of an application, in one of
 * the places that the library has for them. Streams have their own clocks and pass.
 */
final class AttemptTimeout implements ChatEngine {
    private final ChatEngine next;
    private final Duration limit;

    AttemptTimeout(ChatEngine next, Duration limit) {
        this.next = next;
        this.limit = limit;
    }

    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        CompletableFuture<ChatResponse> sent = next.generate(request, call);
        CallFuture<ChatResponse> bounded = CallFuture.create(() -> sent.cancel(true));
        Alarm alarm = call.scheduler().schedule(limit, () -> bounded.fail(late(call)));
        var answered = sent.whenComplete((answer, failure) -> {
            alarm.cancel();
            if (failure == null) {
                bounded.complete(answer);
            } else {
                bounded.fail(failure);
            }
        });
        return answered.isDone() ? sent : bounded;
    }

    private LlmException late(CallContext call) {
        return LlmException.builder(
                        ErrorKind.TIMEOUT,
                        "no answer from " + ref() + " within the " + limit.toSeconds()
                                + " s of an attempt; ask for less")
                .reason("attempt")
                .phase(Phase.FIRST_TOKEN)
                .ref(ref())
                .attempts(call.ledger().attempts())
                .build();
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return next.stream(request, call);
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return next.explain(request, mode);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return next.unwrap(type);
    }
}
