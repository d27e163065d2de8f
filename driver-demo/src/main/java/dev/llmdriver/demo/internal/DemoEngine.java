package dev.llmdriver.demo.internal;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.LlmProvider;
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

    private ChatModel model(LlmProvider provider) {
        return provider.chatModel(ref.model());
    }

    private ChatEngine engine(LlmProvider provider) {
        return model(provider).unwrap(ChatEngine.class).orElseThrow();
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
        return Futures.with(backstage, provider -> engine(provider).generate(behind(request), call));
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return subscriber -> {
            CompletableFuture<LlmProvider> opened;
            try {
                opened = backstage.opened();
            } catch (LlmException refused) {
                subscriber.onSubscribe(new NothingToCome());
                subscriber.onError(refused);
                return;
            }
            if (opened.isDone() && !opened.isCompletedExceptionally()) {
                engine(opened.join()).stream(behind(request), call).subscribe(subscriber);
            } else {
                later(opened, request, call, subscriber);
            }
        };
    }

    private void later(
            CompletableFuture<LlmProvider> opened,
            ChatRequest request,
            CallContext call,
            Flow.Subscriber<? super ChatEvent> subscriber) {
        LateStream stream = new LateStream(subscriber);
        subscriber.onSubscribe(stream);
        opened.whenComplete((provider, failure) -> {
            if (failure != null) {
                stream.fail(failure);
                return;
            }
            try {
                stream.begin(engine(provider).stream(behind(request), call));
            } catch (RuntimeException | Error thrown) {
                stream.fail(thrown);
            }
        });
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return engine(backstage.provider()).explain(behind(request), mode);
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.unknown();
    }

    @Override
    public CompletableFuture<ModelInfo> describe() {
        return Futures.with(backstage, provider -> model(provider).describe());
    }

    private static final class NothingToCome implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
