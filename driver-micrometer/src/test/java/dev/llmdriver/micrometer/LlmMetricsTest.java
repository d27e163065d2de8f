package dev.llmdriver.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Mode;
import dev.llmdriver.Price;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.LimitGauge;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import dev.llmdriver.testkit.StreamProbe;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LlmMetricsTest {
    private static final String DURATION = "gen_ai.client.operation.duration";
    private static final String TOKENS = "gen_ai.client.token.usage";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Bench bench = new Bench(LlmMetrics.builder(registry)
            .semconv(GenAiSemconv.V1_41)
            .maxModels(2)
            .build());
    private final ScriptedChatModel script = bench.scripted("ollama:llama3.2");
    private final ChatModel model = bench.chain(script);

    private long count(String timer) {
        return registry.find(timer).timers().stream().mapToLong(Timer::count).sum();
    }

    private long tokenRecords() {
        return registry.find(TOKENS).summaries().stream()
                .mapToLong(summary -> summary.count())
                .sum();
    }

    @Test
    void aStreamOfChunksIsOneDurationOneFirstChunkAndOneRecordForEachOther() {
        script.enqueue(ScriptedAnswer.builder()
                .text("a", "b", "c", "d", "e")
                .usage(9, 5)
                .build());
        bench.drain(model).assertInOrder();
        assertThat(count(DURATION)).isEqualTo(1);
        assertThat(count("gen_ai.client.operation.time_to_first_chunk")).isEqualTo(1);
        assertThat(count("gen_ai.client.operation.time_per_output_chunk")).isEqualTo(4);
        assertThat(tokenRecords()).isEqualTo(2);
        assertThat(registry.get(TOKENS)
                        .tag("gen_ai.token.type", "output")
                        .summary()
                        .totalAmount())
                .isEqualTo(5);
    }

    @Test
    void tokensThatNobodyCountedAreNotReported() {
        script.enqueue(ScriptedAnswer.of("Hello"));
        bench.drain(model);
        assertThat(count(DURATION)).isEqualTo(1);
        assertThat(tokenRecords()).isZero();
    }

    @Test
    void aFailureBeforeAnyAnswerIsOneDurationWithItsKind() {
        script.enqueue(ScriptedAnswer.failing(ErrorKind.PERMISSION_DENIED));
        bench.pass(model.generateAsync(ChatRequest.of("Hello")));
        assertThat(registry.get(DURATION)
                        .tag("error.type", "permission_denied")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(count(DURATION)).isEqualTo(1);
        assertThat(tokenRecords()).isZero();
    }

    @Test
    void aStreamCancelledInTheMiddleIsCancelled() {
        script.enqueue(ScriptedAnswer.builder().text("a").silence().build());
        StreamProbe probe = StreamProbe.unbounded();
        model.stream("Count").subscribe(probe);
        probe.cancel();
        assertThat(registry.get(DURATION).tag("error.type", "cancelled").timer().count())
                .isEqualTo(1);
        assertThat(count(DURATION)).isEqualTo(1);
        assertThat(registry.get("llmdriver.attempt.duration")
                        .tag("outcome", "cancelled")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    /** It is not the caller who cancels then. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void aDriverThatMissesItsDeadlineIsATimeout(Mode mode) {
        ChatModel silent = bench.chain(script, new FakeDriver(script, Bench.URL, "x") {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                return new CompletableFuture<>();
            }

            @Override
            public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
                return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                    @Override
                    public void request(long n) {}

                    @Override
                    public void cancel() {}
                });
            }
        });
        ChatRequest request = ChatRequest.builder()
                .user("Hello")
                .deadline(Duration.ofSeconds(5))
                .build();
        if (mode == Mode.GENERATE) {
            bench.pass(silent.generateAsync(request));
        } else {
            silent.stream(request).subscribe(StreamProbe.unbounded());
            bench.clock.advance(Duration.ofSeconds(6));
        }
        assertThat(registry.get(DURATION).tag("error.type", "timeout").timer().count())
                .isEqualTo(1);
        assertThat(count(DURATION)).isEqualTo(1);
    }

    @Test
    void aCancelledFutureIsCancelled() {
        script.enqueue(ScriptedAnswer.builder().silence().build());
        model.generateAsync(ChatRequest.of("Hello"))
                .thenApply(answer -> answer.text())
                .cancel(true);
        assertThat(registry.get(DURATION).tag("error.type", "cancelled").timer().count())
                .isEqualTo(1);
        assertThat(count(DURATION)).isEqualTo(1);
    }

    @Test
    void demandIsPassedOn() {
        script.enqueue(ScriptedAnswer.builder().text("a", "b", "c").build());
        StreamProbe probe = new StreamProbe();
        model.stream("Count").subscribe(probe);
        probe.request(2); // the first is Started
        assertThat(probe.text()).isEqualTo("a");
        assertThat(count("gen_ai.client.operation.time_to_first_chunk")).isEqualTo(1);
        probe.requestAll();
        assertThat(probe.text()).isEqualTo("abc");
        probe.assertInOrder();
    }

    @Test
    void modelsBeyondTheBoundAreOther() {
        for (String name : List.of("one", "two", "three", "four", "one")) {
            ScriptedChatModel each = bench.scripted("ollama:" + name);
            each.enqueue(ScriptedAnswer.of("Hello"));
            bench.answer(bench.chain(each).generateAsync(ChatRequest.of("Hello")));
        }
        Map<String, Long> counts = registry.find(DURATION).timers().stream()
                .collect(Collectors.groupingBy(
                        timer -> timer.getId().getTag("gen_ai.request.model"), Collectors.summingLong(Timer::count)));
        assertThat(counts).isEqualTo(Map.of("one", 2L, "two", 1L, "_OTHER", 2L));
    }

    /** Callers may name any model; those that nobody knows must not keep the real ones out. */
    @Test
    void aModelThatAnswersIsNotKeptOutByNamesThatNobodyKnows() {
        for (String name : List.of("made-up", "invented", "lost", "llama3.2", "gemma", "qwen")) {
            boolean real = List.of("llama3.2", "gemma", "qwen").contains(name);
            for (int call = 0; call < 2; call++) {
                ScriptedChatModel each = bench.scripted("ollama:" + name);
                each.enqueue(real ? ScriptedAnswer.of("Hello") : ScriptedAnswer.failing(ErrorKind.MODEL_NOT_FOUND));
                bench.pass(bench.chain(each).generateAsync(ChatRequest.of("Hello")));
            }
        }
        Map<String, Long> counts = registry.find(DURATION).timers().stream()
                .collect(Collectors.groupingBy(
                        timer -> timer.getId().getTag("gen_ai.request.model"), Collectors.summingLong(Timer::count)));
        assertThat(counts)
                .as("from its second call on a model has its name; there is room for two")
                .isEqualTo(Map.of("made-up", 2L, "invented", 2L, "llama3.2", 1L, "gemma", 1L, "_OTHER", 6L));
    }

    @Test
    void theServerIsAskedForOnceAndKept() {
        FakeDriver driver = new FakeDriver(script, "http://127.0.0.1:11434/api/chat", "llama3.2");
        ChatModel local = bench.chain(script, driver);
        script.enqueue(ScriptedAnswer.of("Hello"), ScriptedAnswer.of("Hello"));
        bench.answer(local.generateAsync(ChatRequest.of("Hello")));
        bench.answer(local.generateAsync(ChatRequest.of("Hello")));
        assertThat(driver.explained).hasValue(1);
        assertThat(registry.get(DURATION)
                        .tag("server.address", "127.0.0.1")
                        .tag("server.port", "11434")
                        .timer()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void aCallsOwnBaseUrlIsItsServer() {
        script.enqueue(ScriptedAnswer.of("Hello"));
        ChatRequest elsewhere = ChatRequest.builder()
                .user("Hello")
                .callOptions(CallOptions.builder()
                        .baseUrl(URI.create("https://other.example/v1"))
                        .build())
                .build();
        bench.answer(model.generateAsync(elsewhere));
        assertThat(registry.get(DURATION)
                        .tag("server.address", "other.example")
                        .tag("server.port", "443")
                        .timer())
                .isNotNull();
    }

    @Test
    void portsAreBoundedAsModelsAre() {
        for (int port = 1; port <= 4; port++) {
            script.enqueue(ScriptedAnswer.of("Hello"));
            CallOptions options = CallOptions.builder()
                    .baseUrl(URI.create("http://127.0.0.1:" + port))
                    .build();
            bench.answer(model.generateAsync(
                    ChatRequest.builder().user("Hello").callOptions(options).build()));
        }
        Map<String, Long> counts = registry.find(DURATION).timers().stream()
                .collect(Collectors.groupingBy(
                        timer -> timer.getId().getTag("server.address") + ":"
                                + timer.getId().getTag("server.port"),
                        Collectors.summingLong(Timer::count)));
        assertThat(counts).isEqualTo(Map.of("127.0.0.1:1", 1L, "127.0.0.1:2", 1L, "_OTHER:", 2L));
    }

    @Test
    void aStreamThatCannotBeSubscribedToHasEnded() {
        ChatEngine refusing = LlmMetrics.builder(registry)
                .semconv(GenAiSemconv.V1_41)
                .build()
                .operation(new FakeDriver(script, Bench.URL, "llama3.2") {
                    @Override
                    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
                        throw new IllegalStateException("closed");
                    }
                });
        Flow.Publisher<ChatEvent> stream = refusing.stream(ChatRequest.of("Hello"), CallContext.of(bench.clock));
        assertThatThrownBy(() -> stream.subscribe(StreamProbe.unbounded())).hasMessage("closed");
        assertThat(count(DURATION)).isEqualTo(1);
    }

    @Test
    void aServerThatIsNotKnownIsEmpty() {
        ChatModel shy = bench.chain(script, new FakeDriver(script, "not an address", "llama3.2"));
        script.enqueue(ScriptedAnswer.of("Hello"));
        bench.answer(shy.generateAsync(ChatRequest.of("Hello")));
        assertThat(registry.get(DURATION)
                        .tag("server.address", "")
                        .tag("server.port", "")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aSecondInstanceIsNamedAsItsDriverOnceThatIsSaid() {
        Bench named = new Bench(LlmMetrics.builder(registry)
                .semconv(GenAiSemconv.V1_41)
                .driver("work", "gemini")
                .build());
        ScriptedChatModel second = named.scripted("work:gemini-2.5-pro");
        second.enqueue(ScriptedAnswer.of("Hello"));
        named.answer(named.chain(second).generateAsync(ChatRequest.of("Hello")));
        assertThat(registry.get(DURATION)
                        .tag("gen_ai.provider.name", "gcp.gemini")
                        .tag("gen_ai.operation.name", "generate_content")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void oneMeterHasOneSetOfKeys() {
        script.enqueue(
                ScriptedAnswer.failing(ErrorKind.OVERLOADED),
                ScriptedAnswer.builder().text("a", "b").usage(1, 1).build(),
                ScriptedAnswer.failing(ErrorKind.INVALID_REQUEST));
        bench.drain(model);
        bench.drain(model);
        Map<String, Set<String>> keys = new HashMap<>();
        for (Meter meter : registry.getMeters()) {
            Set<String> own = meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toSet());
            assertThat(keys.computeIfAbsent(meter.getId().getName(), name -> own))
                    .as(meter.getId().getName())
                    .isEqualTo(own);
        }
        assertThat(keys.keySet())
                .contains(DURATION, TOKENS, "llmdriver.wait", "llmdriver.attempts", "llmdriver.attempt.duration");
    }

    @Test
    void aClientsPricesCountWhereNoneIsSaid() {
        LlmMetrics metrics = LlmMetrics.builder(registry)
                .prices(ref ->
                        ref.model().equals("dear") ? Optional.of(Price.ofDollarsPerMillion(9, 9)) : Optional.empty())
                .build();
        metrics.prices(ref -> Optional.of(Price.ofDollarsPerMillion(1, 2)));
        Bench counted = new Bench(metrics);
        for (String name : List.of("gemini:plain", "gemini:dear")) {
            ScriptedChatModel each = counted.scripted(name);
            each.enqueue(ScriptedAnswer.builder()
                    .text("Hello")
                    .usage(1_000_000, 1_000_000)
                    .build());
            counted.drain(counted.chain(each));
        }
        assertThat(cost("plain")).isEqualTo(3);
        assertThat(cost("dear")).isEqualTo(18);
    }

    private double cost(String model) {
        return registry.get("llmdriver.cost")
                .tag("gen_ai.request.model", model)
                .counter()
                .count();
    }

    @Test
    void aLimitThatIsToldOfAgainIsReadAnew() {
        LlmMetrics metrics = LlmMetrics.of(registry);
        metrics.limit(new LimitGauge("requests", "all", "minute", () -> 3));
        metrics.limit(new LimitGauge("requests", "all", "minute", () -> 60));
        assertThat(registry.get("llmdriver.limiter.remaining").gauge().value()).isEqualTo(60);
    }

    /** A limit for all models is one for each of them, and who calls a server names what he likes. */
    @Test
    void limitsAreShownOfSoManyScopesOnly() {
        LlmMetrics metrics = LlmMetrics.builder(registry).maxModels(2).build();
        for (int i = 0; i < 10; i++) {
            metrics.limit(new LimitGauge("requests", "ollama:m" + i, "minute", () -> 3));
            metrics.limit(new LimitGauge("tokens", "ollama:m" + i, "minute", () -> 3));
        }
        assertThat(registry.get("llmdriver.limiter.remaining").gauges()).hasSize(4);
    }

    @Test
    void refusedCallersAreCountedByReasonAlone() {
        LlmMetrics metrics = LlmMetrics.of(registry);
        metrics.callerRefused("caller_rate_limit");
        metrics.callerRefused("caller_rate_limit");
        metrics.callerRefused("caller_budget");
        assertThat(registry.get("llmdriver.caller.refusals")
                        .tags("reason", "caller_rate_limit")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.find("llmdriver.caller.refusals").counters()).hasSize(2);
    }

    @Test
    void aCallGoesOnWhereItCannotBeMeasured() {
        Bench broken = new Bench(LlmMetrics.builder(registry)
                .prices(ref -> {
                    throw new IllegalStateException("no price list");
                })
                .build());
        ScriptedChatModel each = broken.scripted("ollama:llama3.2");
        each.enqueue(ScriptedAnswer.builder().text("Hello").usage(1, 1).build());
        assertThat(broken.drain(broken.chain(each)).text()).isEqualTo("Hello");
    }

    @Test
    void durationsIncludeRetriesAndTheirWaits() {
        script.enqueue(ScriptedAnswer.failing(ErrorKind.OVERLOADED), ScriptedAnswer.of("Hello"));
        bench.answer(model.generateAsync(ChatRequest.of("Hello")));
        assertThat(registry.get(DURATION).timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(1000);
        assertThat(registry.get("llmdriver.wait")
                        .tag("reason", "backoff")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void atLeastOneModelMustBeATag() {
        assertThatThrownBy(() -> LlmMetrics.builder(registry).maxModels(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    @Test
    void theEnvironmentChoosesTheText() {
        assertThat(GenAiSemconv.from(Map.of())).isEqualTo(GenAiSemconv.V1_41);
        assertThat(GenAiSemconv.from(Map.of("OTEL_SEMCONV_STABILITY_OPT_IN", "http/dup, gen_ai_latest_experimental")))
                .isEqualTo(GenAiSemconv.NEXT);
        assertThat(GenAiSemconv.from(Map.of("OTEL_SEMCONV_STABILITY_OPT_IN", "gen_ai")))
                .isEqualTo(GenAiSemconv.V1_41);
    }
}
