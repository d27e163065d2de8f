package dev.llmdriver.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.Health;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Mode;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Secret;
import dev.llmdriver.Tool;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Lease;
import dev.llmdriver.spi.SharedResources;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.StreamProbe;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo does what a provider does, and leaves nothing behind. */
@Timeout(60)
class DemoDriverTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private LlmProvider demo;

    @BeforeEach
    void open() {
        demo = LlmDrivers.load()
                .open(DriverOptions.builder("demo").set("pace", "1ms").build());
    }

    @AfterEach
    void close() {
        demo.close();
    }

    @Test
    void anyModelAnswersOverRealHttpUnderItsOwnName() {
        ChatResponse answer = demo.chatModel("assistant").generate("Hello");
        assertThat(answer.text()).startsWith("Hello! I am the demo of LLM Driver");
        assertThat(answer.ref()).hasToString("demo:assistant");
        assertThat(answer.attempts()).hasSize(1);
        assertThat(answer.attempts().get(0).status()).hasValue(200);
        assertThat(answer.usage()).isPresent();
        assertThat(demo.chatModel("org/other").generate("Hello").text()).isEqualTo(answer.text());
    }

    @Test
    void aStreamSaysTheSameInPieces() {
        List<String> texts = new java.util.ArrayList<>();
        ChatResponse answer = demo.chatModel("assistant").stream("Hello").forEachText(texts::add);
        assertThat(texts).hasSizeGreaterThan(5);
        assertThat(String.join("", texts))
                .isEqualTo(answer.text())
                .isEqualTo(demo.chatModel("assistant").generate("Hello").text());
    }

    @Test
    void aThinkerReasons() {
        boolean reasoned = false;
        for (ChatEvent event : demo.chatModel("thinker").stream("Why?")) {
            reasoned |= event instanceof ChatEvent.ReasoningDelta;
        }
        assertThat(reasoned).isTrue();
    }

    @Test
    void toolsAreCalled() {
        ChatRequest request = ChatRequest.builder()
                .user("weather in Rome?")
                .tools(new Tool("weather", "", "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}"))
                .build();
        assertThat(demo.chatModel("assistant").generate(request).toolCalls()).hasSize(1);
    }

    @Test
    void catalogueHealthVectorsAndExplanationsWork() {
        assertThat(demo.models().join()).isNotEmpty();
        assertThat(demo.health().join().status()).isEqualTo(Health.Status.UP);
        assertThat(demo.embeddingModel("embedder")
                        .embed(EmbeddingRequest.of("a", "b"))
                        .vectors())
                .hasSize(2);
        assertThat(demo.chatModel("assistant")
                        .explain(ChatRequest.of("Hello"), Mode.STREAM)
                        .url())
                .startsWith("http://127.0.0.1:");
    }

    @Test
    void nothingThatWasAskedIsKept() {
        String words = "x".repeat(1 << 20);
        String answer = demo.chatModel("assistant").generate(words).text();
        long before = held();
        for (int i = 0; i < 40; i++) {
            assertThat(demo.chatModel("assistant").generate(words).text()).isEqualTo(answer);
        }
        assertThat(held() - before).isLessThan(words.length() * 20L);
    }

    /** {@return the bytes that are in use once nothing is left that could be collected} */
    private static long held() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static String object(int fields, String each) {
        return "{\"type\":\"object\",\"properties\":{"
                + IntStream.range(0, fields)
                        .mapToObj(i -> "\"p" + i + "\":" + each)
                        .collect(Collectors.joining(","))
                + "},\"$defs\":{\"long\":{\"const\":\"" + "c".repeat(500_000) + "\"}}}";
    }

    static Stream<String> schemasOfMuch() {
        return Stream.of(
                "{\"type\":\"array\",\"minItems\":1000,\"items\":{\"type\":\"array\",\"minItems\":1000}}",
                "{\"type\":\"string\",\"minLength\":10000000}",
                "{\"type\":\"array\",\"minItems\":20,\"items\":{\"minLength\":500000}}",
                object(20, "{\"$ref\":\"#\"}"),
                object(20, "{\"$ref\":\"#/$defs/long\"}"),
                object(20, "{\"type\":\"string\"}"));
    }

    /** It runs on the event loops of all drivers, and whoever asks writes the schema. */
    @ParameterizedTest
    @MethodSource("schemasOfMuch")
    void aSchemaThatAsksForEverMoreIsGivenLittle(String schema) {
        ChatRequest request = ChatRequest.builder()
                .user("x".repeat(500_000))
                .responseFormat(ResponseFormat.schema("much", schema))
                .build();
        assertThat(demo.chatModel("assistant").generate(request).text()).hasSizeLessThan(2_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com/schema.json", "#anchor", "other"})
    void aReferenceThatLeadsElsewhereIsNothing(String reference) {
        ChatRequest request = ChatRequest.builder()
                .user("Hello")
                .responseFormat(ResponseFormat.schema(
                        "far",
                        "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"" + reference
                                + "\"},\"b\":{\"const\":5}}}"))
                .build();
        assertThat(demo.chatModel("assistant").generate(request).text()).isEqualTo("{\"a\":null,\"b\":5}");
    }

    @Test
    void aCallMayHaveAKeyOfItsOwnAlthoughNoneIsNeeded() {
        ChatRequest request = ChatRequest.builder()
                .user("Hello")
                .callOptions(CallOptions.builder()
                        .apiKey(Secret.of("hf_keyOfSomebody"))
                        .build())
                .build();
        assertThat(demo.chatModel("assistant").generate(request).text()).startsWith("Hello!");
        assertThat(demo.chatModel("assistant").stream(request).result().text()).startsWith("Hello!");
        EmbeddingRequest texts = EmbeddingRequest.of("a").toBuilder()
                .callOptions(request.callOptions())
                .build();
        assertThat(demo.embeddingModel("embedder").embed(texts).vectors()).hasSize(1);
    }

    @Test
    void aNameThatSomebodyAskedForIsToldNobodyElse() {
        assertThat(demo.chatModel("org/secret-project").generate("Hello").text())
                .isNotEmpty();
        assertThat(demo.embeddingModel("org/secret-vectors")
                        .embed(EmbeddingRequest.of("a"))
                        .vectors())
                .hasSize(1);
        assertThat(demo.chatModel("org/secret-project").describe().join().id()).isEqualTo("org/secret-project");
        assertThat(demo.models().join())
                .isNotEmpty()
                .noneMatch(model -> model.id().contains("secret"));
    }

    @Test
    void nothingStartsBeforeTheFirstCallAndNothingIsLeftAfterTheEnd() throws Exception {
        SharedResources shared = new SharedResources();
        LlmProvider lazy = new DemoDriver()
                .connect(DriverOptions.builder("demo").shared(shared).build());
        lazy.chatModel("assistant");
        assertThat(inUse(shared)).isEmpty();
        lazy.chatModel("assistant").generate("Hello");
        Thread loop = loopThread(inUse(shared).orElseThrow());
        assertThat(loop).matches(Thread::isDaemon, "is a daemon");
        lazy.close();
        assertThat(inUse(shared)).isEmpty();
        loop.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(loop.isAlive()).as(loop.getName()).isFalse();
    }

    /** As after the failure of another model: whoever stands in for it is asked where its answer came, on the loop that all share. */
    @Test
    void theFirstCallMayComeFromAnEventLoop() throws Exception {
        SharedResources shared = new SharedResources();
        try (LlmProvider other = onShared(shared);
                LlmProvider waited = onShared(shared);
                LlmProvider streamed = onShared(shared);
                LlmProvider embedded = onShared(shared);
                LlmProvider cancelled = onShared(shared);
                LlmProvider asked = onShared(shared)) {
            other.chatModel("assistant").generate("Hello");
            Vertx loop = inUse(shared).orElseThrow();
            ChatRequest hello = ChatRequest.of("Hello");
            StreamProbe probe = new StreamProbe();

            assertThat(onLoop(loop, () -> waited.chatModel("assistant").generateAsync(hello))
                            .text())
                    .startsWith("Hello!");
            loop.runOnContext(
                    now -> streamed.chatModel("assistant").stream(hello).subscribe(probe));
            assertThat(probe.requestAll().awaitFinished(SOON).text()).startsWith("Hello!");
            assertThat(onLoop(loop, () -> embedded.embeddingModel("e").embedAsync(EmbeddingRequest.of("a")))
                            .vectors())
                    .hasSize(1);
            assertThat(onLoop(loop, asked::health).status()).isEqualTo(Health.Status.UP);
            assertThatThrownBy(() -> onLoop(loop, () -> {
                        CompletableFuture<ChatResponse> call =
                                cancelled.chatModel("assistant").generateAsync(hello);
                        call.cancel(true);
                        return call;
                    }))
                    .isInstanceOf(CancellationException.class);
        }
        assertThat(inUse(shared)).isEmpty();
    }

    private static LlmProvider onShared(SharedResources shared) {
        return new DemoDriver()
                .connect(DriverOptions.builder("demo").shared(shared).build());
    }

    private static <T> T onLoop(Vertx loop, Supplier<CompletableFuture<T>> call) throws Exception {
        CompletableFuture<CompletableFuture<T>> begun = new CompletableFuture<>();
        loop.runOnContext(now -> begun.complete(call.get()));
        return begun.get(30, TimeUnit.SECONDS).get(30, TimeUnit.SECONDS);
    }

    /** The event loops of these providers alone: threads of other tests may come and go meanwhile. */
    private static Optional<Vertx> inUse(SharedResources shared) {
        try (Lease<Vertx> lease = shared.lease(Vertx.class, DemoDriverTest::nobodyHasOne, Vertx::close)) {
            return Optional.of(lease.get());
        } catch (NoSuchElementException notInUse) {
            return Optional.empty();
        }
    }

    private static Vertx nobodyHasOne() {
        throw new NoSuchElementException();
    }

    private static Thread loopThread(Vertx vertx) throws Exception {
        CompletableFuture<Thread> loop = new CompletableFuture<>();
        vertx.runOnContext(started -> loop.complete(Thread.currentThread()));
        return loop.get(30, TimeUnit.SECONDS);
    }

    /** Five seconds, as other drivers have, pass while a busy machine lets neither end of the connection run. */
    @Test
    void aConnectionMayBeLate() throws IOException {
        ManualScheduler clock = new ManualScheduler();
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/v1");
            try (LlmProvider late = new DemoDriver(() -> Optional.of(uri))
                    .connect(DriverOptions.builder("demo")
                            .set(CommonOptions.SCHEDULER, clock)
                            .build())) {
                CompletableFuture<ChatResponse> answer =
                        late.chatModel("assistant").generateAsync(ChatRequest.of("Hello"));
                try (Socket begun = silent.accept()) {
                    assertThat(begun.getInputStream().read())
                            .as("TLS is begun and will never be")
                            .isPositive();
                    assertThat(clock.untilNextAlarm())
                            .hasValueSatisfying(
                                    time -> assertThat(time).isGreaterThanOrEqualTo(Duration.ofSeconds(20)));
                }
                answer.cancel(true);
            }
        }
    }

    @Test
    void aClosedProviderRefuses() {
        demo.close();
        demo.close();
        assertThatThrownBy(() -> demo.chatModel("assistant").generate("Hello")).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> demo.chatModel("assistant").stream("Hello").result())
                .isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> demo.health().join()).hasCauseInstanceOf(CancelledException.class);
    }

    @Test
    void aMisspeltOptionIsRefused() {
        assertThat(DemoDriver.PACE.defaultValue()).contains(Duration.ofMillis(5));
        assertThatThrownBy(() -> LlmDrivers.load()
                        .open(DriverOptions.builder("demo").set("pase", "1ms").build()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("did you mean 'pace'?");
    }
}
