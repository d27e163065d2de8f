package dev.llmdriver.testkit.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** Asks before each call whether it can be paid, and tells afterwards what it cost. */
public final class BudgetedEngine implements ChatEngine {
    private final ChatEngine engine;
    private final Function<ChatRequest, Receipt> budget;

    /** What was taken for one call. */
    @FunctionalInterface
    public interface Receipt {
        /** Puts what the call really used in place of what was taken; not called if nobody knows. */
        void settle(Usage usage);
    }

    /**
     * Creates an engine over another one.
     *
     * @param budget takes what a call may cost, or throws an {@link LlmException}
     */
    public BudgetedEngine(ChatEngine engine, Function<ChatRequest, Receipt> budget) {
        this.engine = engine;
        this.budget = budget;
    }

    @Override
    public ModelRef ref() {
        return engine.ref();
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        try {
            Receipt receipt = budget.apply(request);
            return engine.generate(request, call).thenApply(response -> {
                response.usage().ifPresent(receipt::settle);
                return response;
            });
        } catch (LlmException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return subscriber -> {
            try {
                Receipt receipt = budget.apply(request);
                engine.stream(request, call).subscribe(new Settling(subscriber, receipt));
            } catch (LlmException refused) {
                subscriber.onSubscribe(new Nothing());
                subscriber.onError(refused);
            }
        };
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return engine.explain(request, mode);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : engine.unwrap(type);
    }

    private record Settling(Flow.Subscriber<? super ChatEvent> subscriber, Receipt receipt)
            implements Flow.Subscriber<ChatEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(ChatEvent event) {
            if (event instanceof ChatEvent.Finished finished) {
                finished.response().usage().ifPresent(receipt::settle);
            }
            subscriber.onNext(event);
        }

        @Override
        public void onError(Throwable failure) {
            subscriber.onError(failure);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }

    private static final class Nothing implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
