package dev.llmdriver.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.Price;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.LimitGauge;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import dev.llmdriver.testkit.StreamProbe;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole of what Prometheus scrapes after a scripted run, word for word. To accept a change, run with {@code -Dscrape.update=true} and
 * review the difference.
 */
class ScrapeTest {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), new MockClock());

    @ParameterizedTest
    @EnumSource(GenAiSemconv.class)
    void isAsWrittenDown(GenAiSemconv text) throws IOException {
        run(text);
        String name = "scrape-" + text.name().toLowerCase(Locale.ROOT) + ".txt";
        String actual = registry.scrape();
        if (Boolean.getBoolean("scrape.update")) {
            Files.writeString(Path.of("src/test/resources", name), actual);
        }
        assertThat(actual.lines().toList()).isEqualTo(expected(name));
    }

    private static List<String> expected(String name) throws IOException {
        try (InputStream in = ScrapeTest.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private void run(GenAiSemconv text) {
        LlmMetrics metrics = LlmMetrics.builder(registry)
                .semconv(text)
                .prices(ref -> ref.provider().equals("gemini")
                        ? Optional.of(Price.ofDollarsPerMillion(0.5, 2))
                        : Optional.empty())
                .build();
        Bench bench = new Bench(metrics);
        streams(bench);
        calls(bench);
        bench.embeddings("ollama:all-minilm", Usage.builder().input(7).build())
                .embed(EmbeddingRequest.of("one", "two"));
        metrics.limit(new LimitGauge("requests", "gemini:*", "minute", () -> 58));
        metrics.limit(new LimitGauge("tokens", "gemini:*", "day", () -> 99_000));
        metrics.limit(new LimitGauge("usd", "all", "month", () -> 12.5));
    }

    /** A stream of four chunks, one that is cancelled after two, one that is cut after one. */
    private static void streams(Bench bench) {
        ScriptedChatModel script = bench.scripted("gemini:gemini-2.5-flash");
        ChatModel model = bench.chain(script);
        script.enqueue(ScriptedAnswer.builder()
                .delay(Duration.ofMillis(300))
                .text("One")
                .delay(Duration.ofMillis(30))
                .text(" two", " three")
                .delay(Duration.ofMillis(50))
                .text(" four")
                .usage(Usage.builder()
                        .input(12)
                        .output(5)
                        .cachedInput(4)
                        .reasoning(1)
                        .total(17)
                        .build())
                .build());
        bench.drain(model);

        script.enqueue(
                ScriptedAnswer.builder().text("One").text(" two").silence().build());
        StreamProbe probe = StreamProbe.unbounded();
        model.stream("Count").subscribe(probe);
        bench.clock.advance(Duration.ofSeconds(1));
        probe.cancel();

        script.enqueue(ScriptedAnswer.builder()
                .text("One")
                .delay(Duration.ofMillis(10))
                .usage(12, 1)
                .failing(ErrorKind.STREAM_INTERRUPTED)
                .build());
        bench.drain(model);
    }

    /** A call that is tried twice, one that waits as it was told to, one that fails at once, one that is cancelled. */
    private static void calls(Bench bench) {
        ScriptedChatModel script = bench.scripted("huggingface:org/name");
        ChatModel model = bench.chain(script);
        script.enqueue(
                ScriptedAnswer.failing(ErrorKind.OVERLOADED),
                ScriptedAnswer.builder().text("Hello").usage(3, 2).build());
        bench.answer(model.generateAsync(ask()));

        script.enqueue(
                ScriptedAnswer.failing(LlmException.builder(ErrorKind.RATE_LIMITED, "slower")
                        .retryAfter(Duration.ofSeconds(3))
                        .build()),
                ScriptedAnswer.builder()
                        .waiting(WaitReason.QUEUE, Duration.ofSeconds(5))
                        .text("Hello")
                        .build());
        bench.answer(model.generateAsync(ask()));

        script.enqueue(ScriptedAnswer.failing(ErrorKind.AUTHENTICATION));
        bench.pass(model.generateAsync(ask()));

        script.enqueue(ScriptedAnswer.builder().silence().build());
        CompletableFuture<?> silent = model.generateAsync(ask());
        bench.clock.advance(Duration.ofSeconds(2));
        silent.cancel(true);
    }

    private static ChatRequest ask() {
        return ChatRequest.of("Hello");
    }
}
