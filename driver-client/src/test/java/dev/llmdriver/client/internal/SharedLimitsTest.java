package dev.llmdriver.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.resilience.FallbackPolicy;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.Instrumentation;
import dev.llmdriver.spi.LimitGauge;
import dev.llmdriver.testkit.ManualScheduler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of the models that a limit for all models met: callers may name as many as they like. */
class SharedLimitsTest {
    private static final int MANY = 2_000;
    private static final int FEW = 200;
    private static final int COLLECTIONS = 50;

    private final ManualScheduler clock = new ManualScheduler();
    private final ModelSettings common = new ModelSettings();
    private final AtomicInteger told = new AtomicInteger();
    private final SharedLimits limits = new SharedLimits(
            new Additions(List.of(watcher()), List.of(), FallbackPolicy.defaults(), Optional.empty()),
            new Prices(common),
            ref -> new CompletableFuture<ModelInfo>(),
            new CallerSettings());

    /** Answers when the test does. */
    private record OpenEngine(CompletableFuture<ChatResponse> answer) implements ChatEngine {
        @Override
        public ModelRef ref() {
            return new ModelRef("fake", "x");
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            return answer;
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Explanation explain(ChatRequest request, Mode mode) {
            throw new UnsupportedOperationException();
        }
    }

    private Instrumentation watcher() {
        return new Instrumentation() {
            @Override
            public void limit(LimitGauge gauge) {
                told.incrementAndGet();
            }
        };
    }

    @BeforeEach
    void limit() {
        common.read(ModelKeys.CONCURRENCY, "3");
        common.read(ModelKeys.REQUESTS_PER_MINUTE, "5");
    }

    private Resilience ask(String name) {
        Resilience.Builder parts = Resilience.builder();
        ConfiguredModel model = new ConfiguredModel(new ModelRef("fake", name), common, List.of());
        limits.addTo(parts, model, clock, UnaryOperator.identity());
        return parts.build();
    }

    @Test
    void namesThatNobodyUsesAnyMoreAreForgotten() {
        for (int i = 0; i < MANY; i++) {
            ask("name-" + i);
        }

        for (int i = 0; i < COLLECTIONS && limits.size() > FEW; i++) {
            System.gc();
            ask("another");
        }

        assertThat(limits.size()).isLessThanOrEqualTo(FEW);
    }

    @Test
    void aModelThatIsKeptHasOneLimit() {
        Resilience kept = ask("x");
        System.gc();

        ask("x");

        assertThat(told).hasValue(1);
        assertThat(kept).as("used until here").isNotNull();
    }

    /** Its place would be one too many otherwise. */
    @Test
    void whileACallIsUnderWayItsLimitIsTheModels() {
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        CompletableFuture<ChatResponse> call =
                ask("x").over(new OpenEngine(answer)).generate(ChatRequest.of("Hello"), CallContext.of(clock));
        told.set(1); // of its rate too, by then
        System.gc();

        ask("x");

        assertThat(told).hasValue(1);
        assertThat(call).isNotDone();
        assertThat(answer).isNotDone();
    }
}
