package dev.llmdriver.demo.internal;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ModelFacts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Passes everything on to the engine of the driver behind, which is there from the first call on. */
final class DemoEngine implements ChatEngine, ModelFacts {
    private final ModelRef ref;
    private final Backstage backstage;

    DemoEngine(ModelRef ref, Backstage backstage) {
        this.ref = ref;
        this.backstage = backstage;
    }

    private ChatModel model() {
        return backstage.provider().chatModel(ref.model());
    }

    private ChatEngine engine() {
        return model().unwrap(ChatEngine.class).orElseThrow();
    }

    /** What was meant for this driver is told the driver behind. */
    private static ChatRequest behind(ChatRequest request) {
        ChatRequestBuilder told = request.toBuilder().callOptions(Backstage.keyless(request.callOptions()));
        request.extras("demo").forEach((key, value) -> told.extra("huggingface", key, value));
        return told.build();
    }

    @Override
    public ModelRef ref() {
        return ref;
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        return Futures.of(() -> engine().generate(behind(request), call));
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return subscriber -> {
            Flow.Publisher<ChatEvent> events;
            try {
                events = engine().stream(behind(request), call);
            } catch (LlmException refused) {
                subscriber.onSubscribe(new NothingToCome());
                subscriber.onError(refused);
                return;
            }
            events.subscribe(subscriber);
        };
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return engine().explain(behind(request), mode);
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.unknown();
    }

    @Override
    public CompletableFuture<ModelInfo> describe() {
        return Futures.of(() -> model().describe());
    }

    private static final class NothingToCome implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
