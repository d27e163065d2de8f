package dev.llmdriver.testing;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.ModelFacts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An engine that does nothing by itself: each signal is given by the test. */
public final class ManualEngine implements ChatEngine, ModelFacts {
    public static final ModelRef REF = new ModelRef("fake", "model");

    private final List<ManualExchange> exchanges = new CopyOnWriteArrayList<>();
    private final AtomicInteger streamCalls = new AtomicInteger();
    private final AtomicInteger closedExchanges = new AtomicInteger();
    public final CallFuture<ChatResponse> unary = CallFuture.create(closedExchanges::incrementAndGet);
    private volatile @Nullable CallContext unaryCall;

    /** The user's face over this engine, its callbacks on the signalling thread. */
    public ChatModel model() {
        return model(Runnable::run);
    }

    public ChatModel model(Executor executor) {
        return ChatModels.of(this, this, CallSettings.defaults().withCallbackExecutor(executor));
    }

    /** A stream nobody has claimed. */
    public ChatStream newStream() {
        return model().stream("Hello");
    }

    /** How often the driver was asked for a stream. */
    public int streamCalls() {
        return streamCalls.get();
    }

    /** How often the unary exchange was closed. */
    public int closedExchanges() {
        return closedExchanges.get();
    }

    /** The context of the last unary call. */
    public CallContext unaryCall() {
        return Objects.requireNonNull(unaryCall, "nobody asked");
    }

    /** The only exchange there is. */
    public ManualExchange exchange() {
        if (exchanges.size() != 1) {
            throw new AssertionError("expected one exchange, but there are " + exchanges.size());
        }
        return exchanges.get(0);
    }

    @Override
    public ModelRef ref() {
        return REF;
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        unaryCall = call;
        return unary;
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        streamCalls.incrementAndGet();
        return subscriber -> {
            ManualExchange exchange = new ManualExchange(subscriber, call);
            exchanges.add(exchange);
            subscriber.onSubscribe(exchange);
        };
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return new Explanation("POST", "http://localhost/", Map.of(), "{}", List.of());
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.unknown();
    }

    @Override
    public CompletableFuture<ModelInfo> describe() {
        return CompletableFuture.completedFuture(ModelInfo.builder(REF.model()).build());
    }
}
