package dev.llmdriver.micrometer;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.resilience.Resilience.Slot;
import dev.llmdriver.resilience.RetryBudget;
import dev.llmdriver.resilience.RetryPolicy;
import dev.llmdriver.spi.AttemptLedger;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.spi.Instrumentation;
import dev.llmdriver.spi.ModelFacts;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.ScriptedChatModel;
import dev.llmdriver.testkit.StreamProbe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Scripted models behind the whole chain, on a clock that stands still; everything happens on the test's thread. */
final class Bench {
    static final String URL = "https://api.example/v1/chat";

    final ManualScheduler clock = new ManualScheduler();
    private final Instrumentation instrumentation;

    Bench(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    ScriptedChatModel scripted(String ref) {
        return ScriptedChatModel.builder()
                .ref(ModelRef.parse(ref))
                .scheduler(clock)
                .callbackExecutor(Runnable::run)
                .build();
    }

    /** {@return a model with three tries, one second apart} */
    ChatModel chain(ScriptedChatModel model) {
        return chain(model, new FakeDriver(model, URL, model.ref().model() + "-001"));
    }

    ChatModel chain(ScriptedChatModel model, FakeDriver driver) {
        RetryPolicy policy = RetryPolicy.builder()
                .delays(List.of(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .random(() -> 0) // adds nothing to a time that the provider named
                .build();
        Resilience resilience = Resilience.builder()
                .decorate(Slot.CALL_METRICS, instrumentation::call)
                .decorate(Slot.OPERATION_METRICS, instrumentation::operation)
                .retry(policy, RetryBudget.standard())
                .decorate(Slot.ATTEMPT_METRICS, instrumentation::attempt)
                .build();
        return ChatModels.of(
                resilience.over(driver), model.unwrap(ModelFacts.class).orElseThrow(), settings());
    }

    EmbeddingModel embeddings(String ref, Usage usage) {
        EmbeddingEngine engine = new FakeEmbedding(ModelRef.parse(ref), clock, usage);
        return ChatModels.of(instrumentation.operation(instrumentation.attempt(engine)), settings());
    }

    private CallSettings settings() {
        return CallSettings.defaults().withScheduler(clock).withCallbackExecutor(Runnable::run);
    }

    /** Lets time go by until the answer is there. */
    ChatResponse answer(CompletableFuture<ChatResponse> future) {
        pass(future);
        return future.join();
    }

    /** Lets time go by until the stream has ended. */
    StreamProbe drain(ChatModel model) {
        StreamProbe probe = StreamProbe.unbounded();
        model.stream("Count").subscribe(probe);
        while (!probe.hasEnded()) {
            clock.advance(clock.untilNextAlarm().orElseThrow());
        }
        return probe;
    }

    void pass(CompletableFuture<?> future) {
        while (!future.isDone()) {
            clock.advance(clock.untilNextAlarm().orElseThrow());
        }
    }

    /** Answers after a quarter of a second. */
    private record FakeEmbedding(ModelRef ref, ManualScheduler clock, Usage usage) implements EmbeddingEngine {
        @Override
        public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
            AttemptLedger.Entry attempt = call.beginAttempt(ref);
            clock.advance(Duration.ofMillis(250));
            attempt.succeeded();
            return CompletableFuture.completedFuture(EmbeddingResponse.builder(ref, List.of(new float[] {1}))
                    .usage(usage)
                    .build());
        }
    }
}
