package dev.llmdriver.testkit.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import dev.llmdriver.spi.ChatEngine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The engine of a scripted model: a call is a stream of scripted events, and a whole answer what stands at its end. */
public final class ScriptedEngine implements ChatEngine {
    private final ModelRef ref;
    private final Function<ChatRequest, AnswerScript> scripts;

    /**
     * Creates an engine.
     *
     * @param scripts gives the script of each call; called once for each
     */
    public ScriptedEngine(ModelRef ref, Function<ChatRequest, AnswerScript> scripts) {
        this.ref = ref;
        this.scripts = scripts;
    }

    @Override
    public ModelRef ref() {
        return ref;
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        Whole whole = new Whole();
        new ScriptedExchange(ref, scripts.apply(request), false, call, whole).start(request);
        return whole.future;
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return subscriber -> new ScriptedExchange(ref, scripts.apply(request), true, call, subscriber).start(request);
    }

    /** Nothing is ever sent, so there is little to show. */
    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return new Explanation("SCRIPT", ref.toString(), Map.of(), "", List.of());
    }

    /** Waits for the end. */
    private static final class Whole implements Flow.Subscriber<ChatEvent> {
        private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
        private final CallFuture<ChatResponse> future = CallFuture.create(this::cancel);

        private void cancel() {
            Flow.Subscription now = subscription.get();
            if (now != null) {
                now.cancel();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.set(given);
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ChatEvent event) {
            if (event instanceof ChatEvent.Finished finished) {
                future.complete(finished.response());
            }
        }

        @Override
        public void onError(Throwable failure) {
            future.fail(failure);
        }

        @Override
        public void onComplete() {}
    }
}
