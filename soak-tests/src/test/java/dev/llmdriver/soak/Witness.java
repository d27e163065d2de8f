package dev.llmdriver.soak;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.AttemptLedger;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.spi.Instrumentation;
import dev.llmdriver.spi.LimitGauge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;

/** Keeps the ledger of every call, and hears of all limits. Thread-safe. */
final class Witness implements Instrumentation {
    private final Map<String, Queue<AttemptLedger>> ledgers = new ConcurrentHashMap<>();
    private final Map<String, LimitGauge> gauges = new ConcurrentHashMap<>();

    private void saw(String prompt, CallContext call) {
        ledgers.computeIfAbsent(Served.key(prompt), key -> new ConcurrentLinkedQueue<>())
                .add(call.ledger());
    }

    /** {@return all attempts of a key, those of a call together} */
    List<Attempt> attempts(String key) {
        return ledgers.getOrDefault(key, new ConcurrentLinkedQueue<>()).stream()
                .flatMap(ledger -> ledger.attempts().stream())
                .toList();
    }

    /** {@return the keys that anybody asked for} */
    List<String> keys() {
        return List.copyOf(ledgers.keySet());
    }

    /** {@return what is left of a limit, by its kind and scope} */
    double remaining(String kind, String scope) {
        LimitGauge gauge = gauges.get(kind + " " + scope);
        if (gauge == null) {
            throw new IllegalStateException("no gauge of " + kind + " for " + scope + ", only " + gauges.keySet());
        }
        return gauge.remaining().getAsDouble();
    }

    @Override
    public void limit(LimitGauge gauge) {
        gauges.put(gauge.kind() + " " + gauge.scope(), gauge);
    }

    @Override
    public ChatEngine call(ChatEngine next) {
        return new Seen(next);
    }

    @Override
    public EmbeddingEngine operation(EmbeddingEngine next) {
        return new SeenEmbedding(next);
    }

    private final class Seen implements ChatEngine {
        private final ChatEngine next;

        Seen(ChatEngine next) {
            this.next = next;
        }

        @Override
        public ModelRef ref() {
            return next.ref();
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            saw(request.messages().get(0).text(), call);
            return next.generate(request, call);
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
            saw(request.messages().get(0).text(), call);
            return next.stream(request, call);
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

    private final class SeenEmbedding implements EmbeddingEngine {
        private final EmbeddingEngine next;

        SeenEmbedding(EmbeddingEngine next) {
            this.next = next;
        }

        @Override
        public ModelRef ref() {
            return next.ref();
        }

        @Override
        public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
            saw(request.texts().get(0), call);
            return next.embed(request, call);
        }

        @Override
        public <T> Optional<T> unwrap(Class<T> type) {
            return type.isInstance(this) ? Optional.of(type.cast(this)) : next.unwrap(type);
        }
    }
}
