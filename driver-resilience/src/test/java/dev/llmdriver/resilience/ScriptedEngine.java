package dev.llmdriver.resilience;

import dev.llmdriver.Attempt;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers by a script, one step for each request; the last step repeats. Behaves like a driver towards the ledger. */
class ScriptedEngine implements ChatEngine {
    static final ModelRef REF = ModelRef.parse("fake:model");
    static final ChatRequest HELLO = ChatRequest.of("Hello");

    private final ModelRef ref;
    private final List<Step> script;
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger cancels = new AtomicInteger();
    final List<Long> sentAt = new ArrayList<>();
    final List<ChatRequest> seen = new ArrayList<>();

    ScriptedEngine(Step... script) {
        this(REF, script);
    }

    ScriptedEngine(ModelRef ref, Step... script) {
        this.ref = ref;
        this.script = List.of(script);
    }

    /**
     * What becomes of one request: these texts, then the failure, the end, or nothing at all.
     *
     * @param texts what comes first
     * @param failure how it fails
     * @param hangs whether it never ends
     * @param leaves whether the request leaves the process
     */
    record Step(List<String> texts, @Nullable LlmException failure, boolean hangs, boolean leaves) {}

    static Step answer(String... texts) {
        return new Step(List.of(texts), null, false, true);
    }

    static Step failure(ErrorKind kind) {
        return failure(LlmException.builder(kind, "scripted").ref(REF).build());
    }

    static Step failure(LlmException failure, String... after) {
        return new Step(List.of(after), failure, false, failure.kind() != ErrorKind.CONNECT_FAILED);
    }

    static Step silence(String... after) {
        return new Step(List.of(after), null, true, true);
    }

    static LlmException hinted(ErrorKind kind, Duration hint) {
        return LlmException.builder(kind, "scripted").retryAfter(hint).build();
    }

    @Override
    public ModelRef ref() {
        return ref;
    }

    private Step next(ChatRequest request, CallContext call) {
        seen.add(request);
        sentAt.add(call.scheduler().nanoTime());
        return script.get(Math.min(requests.getAndIncrement(), script.size() - 1));
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        Step step = next(request, call);
        AttemptLedger.@Nullable Entry entry = step.leaves() ? call.beginAttempt(ref) : null;
        if (step.hangs()) {
            return CallFuture.create(cancels::incrementAndGet);
        }
        if (step.failure() != null) {
            if (entry != null) {
                entry.failed(step.failure().kind());
            }
            return CompletableFuture.failedFuture(step.failure());
        }
        entry.succeeded();
        return CompletableFuture.completedFuture(response(step, call));
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return subscriber -> {
            Step step = next(request, call);
            AttemptLedger.@Nullable Entry entry = step.leaves() ? call.beginAttempt(ref) : null;
            if (entry != null && step.failure() != null) {
                entry.failed(step.failure().kind());
            }
            new ListPublisher(events(step, call), step.failure(), step.hangs(), cancels).subscribe(subscriber);
        };
    }

    private List<ChatEvent> events(Step step, CallContext call) {
        List<ChatEvent> events = new ArrayList<>();
        if (step.failure() == null || !step.texts().isEmpty()) {
            events.add(new ChatEvent.Started(ref));
        }
        // An empty one stands for a stream that began and said nothing yet.
        step.texts().stream()
                .filter(text -> !text.isEmpty())
                .forEach(text -> events.add(new ChatEvent.TextDelta(0, text)));
        if (step.failure() == null && !step.hangs()) {
            events.add(new ChatEvent.Finished(response(step, call)));
        }
        return events;
    }

    private ChatResponse response(Step step, CallContext call) {
        Message message = Message.assistant(String.join("", step.texts()));
        return ChatResponse.builder(ref, message, new FinishReason(FinishReason.Kind.STOP, "stop"))
                .attempts(call.ledger().attempts())
                .build();
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        throw new UnsupportedOperationException();
    }

    List<Attempt.Purpose> purposes(CallContext call) {
        return call.ledger().attempts().stream().map(Attempt::purpose).toList();
    }
}
