package dev.llmdriver.concurrency;

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
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import dev.llmdriver.spi.ChatEngine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An engine that does nothing by itself: an actor plays the connection. Keeps the last exchange only. */
public final class Wire implements ChatEngine, Flow.Subscription {
    /** Who is asked. */
    public static final ModelRef REF = ModelRef.parse("wire:model");

    /** What is asked. */
    public static final ChatRequest REQUEST = ChatRequest.of("Hello");

    /** The whole answer. */
    public static final ChatResponse ANSWER = ChatResponse.builder(
                    REF, Message.assistant("ab"), new FinishReason(FinishReason.Kind.STOP, "stop"))
            .build();

    /** A piece of the answer. */
    public static final ChatEvent TEXT = new ChatEvent.TextDelta(0, "a");

    private static final ChatEvent FINISHED = new ChatEvent.Finished(ANSWER);

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger cancels = new AtomicInteger();
    private final AtomicLong demand = new AtomicLong();
    private volatile Flow.@Nullable Subscriber<? super ChatEvent> subscriber;
    private volatile @Nullable CompletableFuture<ChatResponse> reply;

    /** {@return a failure that a provider may report} */
    public static LlmException failure() {
        return LlmException.builder(ErrorKind.SERVER_ERROR, "broken").ref(REF).build();
    }

    @Override
    public ModelRef ref() {
        return REF;
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        begun.incrementAndGet();
        CompletableFuture<ChatResponse> sent = CallFuture.create(cancels::incrementAndGet);
        reply = sent;
        return sent;
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return listener -> {
            begun.incrementAndGet();
            subscriber = listener;
            listener.onSubscribe(this);
        };
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void request(long n) {
        demand.addAndGet(n);
    }

    @Override
    public void cancel() {
        cancels.incrementAndGet();
    }

    /** {@return how many exchanges began} */
    public int begun() {
        return begun.get();
    }

    /** {@return how often the exchange was cancelled} */
    public int cancels() {
        return cancels.get();
    }

    /** {@return all that was asked for} */
    public long demand() {
        return demand.get();
    }

    /** {@return who listens; null if nothing began} */
    public Flow.@Nullable Subscriber<? super ChatEvent> subscriber() {
        return subscriber;
    }

    private Flow.Subscriber<? super ChatEvent> listener() {
        Flow.Subscriber<? super ChatEvent> known = subscriber;
        if (known == null) {
            throw new IllegalStateException("nobody listens");
        }
        return known;
    }

    /** Sends a piece of text. */
    public void text() {
        listener().onNext(TEXT);
    }

    /** Sends the answer's end. */
    public void finish() {
        listener().onNext(FINISHED);
        listener().onComplete();
    }

    /** Breaks. */
    public void fail() {
        listener().onError(failure());
    }

    /** {@return the unary answer to come} */
    public CompletableFuture<ChatResponse> reply() {
        CompletableFuture<ChatResponse> known = reply;
        if (known == null) {
            throw new IllegalStateException("nothing was asked");
        }
        return known;
    }
}
