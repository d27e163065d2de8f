package dev.llmdriver.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import dev.llmdriver.spi.LimitGauge;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import dev.llmdriver.testkit.StreamProbe;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whoever measures must change nothing, not even by an error such as a missing class. */
class MeasuringFaultsTest {
    private static Optional<Price> broken(ModelRef ref) {
        throw new NoClassDefFoundError("scripted, for " + ref);
    }

    private static void answersAllTheSame(Bench bench) {
        ScriptedChatModel script = bench.scripted("ollama:llama3.2");
        ChatModel model = bench.chain(script);
        script.enqueue(
                ScriptedAnswer.builder().text("Hello").usage(3, 2).build(),
                ScriptedAnswer.builder().text("Hello").usage(3, 2).build());
        CompletableFuture<ChatResponse> answer = model.generateAsync(ChatRequest.of("Hello"));
        assertThat(answer).isCompleted();
        assertThat(answer.join().text()).isEqualTo("Hello");
        StreamProbe probe = StreamProbe.unbounded();
        model.stream("Hello").subscribe(probe);
        assertThat(probe.hasEnded()).isTrue();
        probe.assertInOrder();
    }

    @Test
    void ofMetrics() {
        answersAllTheSame(new Bench(LlmMetrics.builder(new SimpleMeterRegistry())
                .prices(MeasuringFaultsTest::broken)
                .build()));
    }

    @Test
    void ofSpans() {
        ObservationRegistry registry = ObservationRegistry.create();
        AtomicInteger open = new AtomicInteger();
        registry.observationConfig().observationHandler(new Counting(open));
        answersAllTheSame(new Bench(LlmObservations.builder(registry)
                .prices(MeasuringFaultsTest::broken)
                .build()));
        assertThat(open).as("spans that nobody ends").hasValue(0);
    }

    private record Counting(AtomicInteger open) implements ObservationHandler<Observation.Context> {
        @Override
        public void onStart(Observation.Context context) {
            open.incrementAndGet();
        }

        @Override
        public void onStop(Observation.Context context) {
            open.decrementAndGet();
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    @Test
    void atTheBeginning() {
        Bench bench = new Bench(LlmMetrics.of(new SimpleMeterRegistry()));
        ScriptedChatModel script = bench.scripted("ollama:llama3.2");
        ChatModel model = bench.chain(script, new FakeDriver(script, Bench.URL, "x") {
            @Override
            public Explanation explain(ChatRequest request, Mode mode) {
                throw new NoClassDefFoundError("scripted");
            }
        });
        script.enqueue(ScriptedAnswer.of("Hello"));
        CompletableFuture<ChatResponse> answer = model.generateAsync(ChatRequest.of("Hello"));
        assertThat(answer).isCompleted();
    }

    /** As where an application makes its client anew, with metrics of its own. */
    @Test
    void aLimitOfAnotherClientReplacesTheOneThatWasShown() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        LlmMetrics.of(registry).limit(new LimitGauge("requests", "gemini:*", "minute", () -> 58));
        LlmMetrics.of(registry).limit(new LimitGauge("requests", "gemini:*", "minute", () -> 5));
        assertThat(registry.get("llmdriver.limiter.remaining").gauge().value()).isEqualTo(5);
        SimpleMeterRegistry other = new SimpleMeterRegistry();
        LlmMetrics.of(other).limit(new LimitGauge("requests", "gemini:*", "minute", () -> 7));
        assertThat(registry.get("llmdriver.limiter.remaining").gauge().value()).isEqualTo(5);
        assertThat(other.get("llmdriver.limiter.remaining").gauge().value()).isEqualTo(7);
    }
}
