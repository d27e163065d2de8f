package dev.llmdriver.resilience.internal.cache;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.Attribute;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * An engine that answers what it was asked before. Thread-safe.
 *
 * @param next who is asked otherwise
 * @param answers what was answered
 * @param asSent fills a request as it is filled further down before it is sent, by defaults for instance
 */
public record CachingEngine(ChatEngine next, Answers answers, UnaryOperator<ChatRequest> asSent) implements ChatEngine {
    /** Where it is set once another than the first target is asked: the answer's reference does not tell, for it may be the same. */
    public static final Attribute<AtomicBoolean> ELSEWHERE = Attribute.named("asked-elsewhere");

    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        ChatRequest sending = asSent.apply(request);
        if (!Question.isRepeatable(sending)) {
            return next.generate(request, call);
        }
        Question question = Question.of(next.ref(), sending);
        Optional<ChatResponse> known = answers.find(question, call);
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(new Replay(known.get(), call).answer());
        }
        AtomicBoolean elsewhere = new AtomicBoolean();
        CompletableFuture<ChatResponse> sent = next.generate(request, call.with(ELSEWHERE, elsewhere));
        CompletionStage<ChatResponse> answered = sent;
        answered.thenAccept(answer -> keep(question, answer, elsewhere));
        return sent;
    }

    private void keep(Question question, ChatResponse answer, AtomicBoolean elsewhere) {
        if (!elsewhere.get()) {
            answers.keep(question, answer);
        }
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return Question.isRepeatable(asSent.apply(request))
                ? subscriber -> subscribe(request, call, Objects.requireNonNull(subscriber, "subscriber")) // 1.9
                : next.stream(request, call);
    }

    private void subscribe(ChatRequest request, CallContext call, Flow.Subscriber<? super ChatEvent> subscriber) {
        Question question = Question.of(next.ref(), asSent.apply(request));
        Optional<ChatResponse> known = answers.find(question, call);
        if (known.isPresent()) {
            ReplayStream.start(new Replay(known.get(), call).events(), subscriber);
        } else {
            AtomicBoolean elsewhere = new AtomicBoolean();
            next.stream(request, call.with(ELSEWHERE, elsewhere))
                    .subscribe(new Keeping(question, elsewhere, subscriber));
        }
    }

    /** Passes a stream on, and keeps its answer. */
    private final class Keeping implements Flow.Subscriber<ChatEvent> {
        private final Question question;
        private final AtomicBoolean elsewhere;
        private final Flow.Subscriber<? super ChatEvent> subscriber;

        Keeping(Question question, AtomicBoolean elsewhere, Flow.Subscriber<? super ChatEvent> subscriber) {
            this.question = question;
            this.elsewhere = elsewhere;
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(ChatEvent event) {
            if (event instanceof ChatEvent.Finished finished) {
                keep(question, finished.response(), elsewhere);
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

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return next.explain(request, mode);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : next.unwrap(type);
    }
}
