package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import dev.llmdriver.resilience.Resilience.Slot;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.spi.Instrumentation;
import dev.llmdriver.spi.LimitGauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Decorators and instrumentation that an application adds by code. */
class AdditionsTest extends ClientTestCase {
    private final List<String> seen = new ArrayList<>();

    /** Notes who was asked, under a name. */
    private record Noting(ChatEngine next, String name, List<String> seen) implements ChatEngine {
        @Override
        public ModelRef ref() {
            return next.ref();
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            seen.add(name + " " + ref()
                    + request.temperature().stream()
                            .mapToObj(value -> " " + value)
                            .findFirst()
                            .orElse(""));
            return next.generate(request, call);
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
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

    private record NotingEmbedding(EmbeddingEngine next, String name, List<String> seen) implements EmbeddingEngine {
        @Override
        public ModelRef ref() {
            return next.ref();
        }

        @Override
        public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
            seen.add(name);
            return next.embed(request, call);
        }
    }

    private final class Watcher implements Instrumentation {
        private Function<ModelRef, Optional<Price>> prices = ref -> Optional.empty();

        @Override
        public void prices(Function<ModelRef, Optional<Price>> configured) {
            prices = configured;
        }

        @Override
        public ChatEngine call(ChatEngine next) {
            return new Noting(next, "call", seen);
        }

        @Override
        public ChatEngine operation(ChatEngine next) {
            return new Noting(next, "operation", seen);
        }

        @Override
        public ChatEngine attempt(ChatEngine next) {
            return new Noting(next, "attempt", seen);
        }

        @Override
        public EmbeddingEngine operation(EmbeddingEngine next) {
            return new NotingEmbedding(next, "operation", seen);
        }

        @Override
        public EmbeddingEngine attempt(EmbeddingEngine next) {
            return new NotingEmbedding(next, "attempt", seen);
        }

        @Override
        public void limit(LimitGauge gauge) {
            seen.add("limit " + gauge.kind() + " " + gauge.scope() + " " + gauge.window());
        }
    }

    @Test
    void callsOperationsAndAttemptsAreWatchedInTheirPlaces() {
        file(
                "llm.models.fast.model=fake:x",
                "llm.models.fast.fallback=other:y",
                "llm.models.fast.defaults.temperature=0.5",
                "llm.retry.max-attempts=2",
                "llm.retry.max-delay=1ms");
        fake.failures = 2;

        builder().instrument(new Watcher()).build().model("fast").generate("Hello");

        assertThat(seen)
                .containsExactly(
                        "call fake:x",
                        "operation fake:x 0.5",
                        "attempt fake:x 0.5",
                        "attempt fake:x 0.5",
                        "operation other:y",
                        "attempt other:y");
    }

    @Test
    void pricesAreToldBeforeTheFirstCall() {
        file(
                "llm.models.fast.model=fake:x",
                "llm.models.fast.price.input-per-million=1",
                "llm.models.fast.price.output-per-million=2");
        Watcher watcher = new Watcher();
        builder().instrument(watcher).build();

        assertThat(watcher.prices.apply(ModelRef.parse("fake:x"))).contains(Price.ofDollarsPerMillion(1, 2));
        assertThat(watcher.prices.apply(ModelRef.parse("fake:y"))).isEmpty();
    }

    @Test
    void embeddingsAreWatchedToo() {
        file("llm.retry.max-delay=1ms");
        fake.failures = 1;

        builder().instrument(new Watcher()).build().embeddingModel("fake:x").embed(EmbeddingRequest.of("text"));

        assertThat(seen).containsExactly("operation", "attempt", "attempt");
    }

    @Test
    void limitsAreToldOfOnce() {
        file(
                "llm.models.fast.model=fake:x",
                "llm.models.fast.limits.concurrency=3",
                "llm.models.fast.limits.requests-per-day=10");
        LlmClient client = builder().instrument(new Watcher()).build();

        client.model("fast").generate("Hello");
        client.model("fast").generate("Hello");

        assertThat(seen.stream().filter(line -> line.startsWith("limit ")))
                .containsExactlyInAnyOrder("limit concurrency fast now", "limit requests fast day");
    }

    @Test
    void decoratorsStandAroundWhatIsThere() {
        file("llm.retry.max-delay=1ms", "llm.models.fast.model=fake:x", "llm.models.fast.fallback=other:y");
        fake.failures = 1;
        LlmClient client = builder()
                .decorate(Slot.FALLBACK, next -> new Noting(next, "once", seen))
                .decorate(Slot.RETRY, next -> new Noting(next, "inner", seen))
                .decorate(Slot.RETRY, next -> new Noting(next, "outer", seen))
                .decorate(Slot.ATTEMPT_METRICS, next -> new Noting(next, "each", seen))
                .build();

        assertThat(client.model("fast").generate("Hello").attempts()).hasSize(2);

        assertThat(seen).containsExactly("once fake:x", "outer fake:x", "inner fake:x", "each fake:x", "each fake:x");
        assertThat(client.model("fast").unwrap(Noting.class)).isPresent();
    }
}
