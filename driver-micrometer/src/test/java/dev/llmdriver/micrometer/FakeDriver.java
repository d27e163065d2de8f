package dev.llmdriver.micrometer;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/** A scripted model's engine that has an address and says which model served. */
class FakeDriver implements ChatEngine {
    final AtomicInteger explained = new AtomicInteger();
    private final ChatEngine scripted;
    private final String url;
    private final String servedModel;

    FakeDriver(ScriptedChatModel model, String url, String servedModel) {
        this.scripted = model.unwrap(ChatEngine.class).orElseThrow();
        this.url = url;
        this.servedModel = servedModel;
    }

    @Override
    public ModelRef ref() {
        return scripted.ref();
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        return scripted.generate(request, call).thenApply(this::served);
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return subscriber -> scripted.stream(request, call).subscribe(new Served(subscriber));
    }

    private ChatResponse served(ChatResponse response) {
        return response.toBuilder().servedModel(servedModel).build();
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        explained.incrementAndGet();
        return new Explanation("POST", url, Map.of(), "", List.of());
    }

    private final class Served implements Flow.Subscriber<ChatEvent> {
        private final Flow.Subscriber<? super ChatEvent> subscriber;

        Served(Flow.Subscriber<? super ChatEvent> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(ChatEvent event) {
            subscriber.onNext(
                    event instanceof ChatEvent.Finished finished
                            ? new ChatEvent.Finished(served(finished.response()))
                            : event);
        }

        @Override
        public void onError(Throwable thrown) {
            subscriber.onError(thrown);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
