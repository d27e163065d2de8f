package dev.llmdriver.resilience;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.AttemptLedger;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import dev.llmdriver.spi.ChatEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Holds every request open until the test answers it. */
final class OpenEngine implements ChatEngine {
    final List<Open> requests = new ArrayList<>();
    private final ModelRef ref;

    OpenEngine(String ref) {
        this.ref = ModelRef.parse(ref);
    }

    /** A request that is under way. */
    record Open(CallContext call, long sentAt, AttemptLedger.Entry entry, CompletableFuture<ChatResponse> answer) {
        void fails(LlmException failure) {
            entry.failed(failure.kind());
            answer.completeExceptionally(failure);
        }

        void loads(int seconds) {
            fails(LlmException.builder(ErrorKind.MODEL_LOADING, "scripted")
                    .retryAfter(Duration.ofSeconds(seconds))
                    .build());
        }
    }

    void answers(int index) {
        Open open = requests.get(index);
        open.entry().succeeded();
        FinishReason stop = new FinishReason(FinishReason.Kind.STOP, "stop");
        open.answer()
                .complete(ChatResponse.builder(ref, Message.assistant("hi"), stop)
                        .attempts(open.call().ledger().attempts())
                        .build());
    }

    Open last() {
        return requests.get(requests.size() - 1);
    }

    @Override
    public ModelRef ref() {
        return ref;
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        AttemptLedger.Entry entry = call.beginAttempt(ref);
        CompletableFuture<ChatResponse> answer = CallFuture.create(() -> entry.failed(ErrorKind.CANCELLED));
        requests.add(new Open(call, call.scheduler().nanoTime(), entry, answer));
        return answer;
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        throw new UnsupportedOperationException();
    }
}
