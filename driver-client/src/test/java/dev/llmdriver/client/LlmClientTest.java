package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.Mode;
import dev.llmdriver.Timeouts;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LlmClientTest extends ClientTestCase {
    private final ManualScheduler clock = new ManualScheduler();

    private LlmClientBuilder onClock() {
        return builder()
                .option("fake", CommonOptions.SCHEDULER, clock)
                .option("fake", CommonOptions.CALLBACK_EXECUTOR, Runnable::run);
    }

    private ChatRequest asked(LlmClient client, String model, ChatRequest request) {
        client.model(model).generate(request);
        return fake.opened.get(0).requests.get(fake.opened.get(0).requests.size() - 1);
    }

    private Duration deadline(String model) {
        fake.opened.clear();
        client().model(model).generate("Hello");
        return fake.opened.get(0).deadlines.get(0);
    }

    @Test
    void providersAreOpenedWhenNeededAndOnce() {
        LlmClient client = client();
        assertThat(fake.opened).isEmpty();

        client.model("fake:a").generate("Hello");
        client.model("fake:b").generate("Hello");

        assertThat(fake.opened).hasSize(1);
        assertThat(client.provider("fake")).isSameAs(fake.opened.get(0));
        assertThat(other.opened).isEmpty();
    }

    @Test
    void defaultsFillWhatARequestDoesNotSay() {
        file(
                "llm.defaults.temperature=0.2",
                "llm.defaults.max-tokens=100",
                "llm.models.fast.model=fake:small",
                "llm.models.fast.defaults.temperature=0.7",
                "llm.models.fast.defaults.stop=END,STOP");
        LlmClient client = client();

        ChatRequest plain = asked(client, "fake:x", ChatRequest.of("Hello"));
        ChatRequest named = asked(client, "fast", ChatRequest.of("Hello"));
        ChatRequest own = asked(
                client,
                "fast",
                ChatRequest.builder().user("Hello").temperature(0).build());

        assertThat(plain.temperature()).hasValue(0.2);
        assertThat(plain.maxTokens()).hasValue(100);
        assertThat(named.temperature()).hasValue(0.7);
        assertThat(named.maxTokens()).hasValue(100);
        assertThat(named.stop()).containsExactly("END", "STOP");
        assertThat(own.temperature()).hasValue(0.0);
    }

    @Test
    void blanksAroundTextsToStopAtDoNotCount() {
        file("llm.defaults.stop=END,\\n, STOP HERE , LAST");
        LlmClient client = client();

        assertThat(asked(client, "fake:x", ChatRequest.of("Hello")).stop())
                .containsExactly("END", "\n", "STOP HERE", "LAST");
    }

    @Test
    void explainShowsTheDefaultsToo() {
        file("llm.defaults.temperature=0.2");

        assertThatThrownBy(() -> client().model("fake:x").explain(ChatRequest.of("Hello"), Mode.STREAM));

        assertThat(fake.opened.get(0).requests.get(0).temperature()).hasValue(0.2);
    }

    @Test
    void theNearestTimeoutsWin() {
        file(
                "llm.timeouts.connect=1s",
                "llm.timeouts.idle=1s",
                "llm.timeouts.first-token=1s",
                "llm.fake.idle-timeout=2s",
                "llm.fake.first-token-timeout=2s",
                "llm.models.fast.model=fake:small",
                "llm.models.fast.timeouts.first-token=3s");

        Timeouts timeouts = asked(client(), "fast", ChatRequest.of("Hello")).timeouts();

        assertThat(timeouts.connect()).contains(Duration.ofSeconds(1));
        assertThat(timeouts.idle()).contains(Duration.ofSeconds(2));
        assertThat(timeouts.firstToken()).contains(Duration.ofSeconds(3));
    }

    @Test
    void theNearestDeadlineWins() {
        assertThat(deadline("fake:x")).isBetween(Duration.ofSeconds(51), Duration.ofSeconds(77));
        systemProperties.put("llm.deadline", "50s");
        assertThat(deadline("fake:x")).isBetween(Duration.ofSeconds(41), Duration.ofSeconds(50));
        systemProperties.put("llm.fake.deadline", "40s");
        assertThat(deadline("fake:x")).isBetween(Duration.ofSeconds(31), Duration.ofSeconds(40));
        systemProperties.put("llm.models.fast.model", "fake:x");
        systemProperties.put("llm.models.fast.deadline", "30s");
        assertThat(deadline("fast")).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    @Test
    void callsAreTriedAgainAsConfigured() {
        file("llm.models.fast.model=fake:small", "llm.models.fast.retry.delays=1s,2s,4s,8s,16s");
        fake.failures = 5;

        CompletableFuture<ChatResponse> answer = onClock().build().model("fast").generateAsync(ChatRequest.of("Hello"));
        clock.advance(Duration.ofSeconds(31));

        assertThat(answer.join().attempts()).hasSize(6);
    }

    @Test
    void theUsualPolicyIsThreeTries() {
        fake.failures = 100;

        CompletableFuture<ChatResponse> answer =
                onClock().build().model("fake:x").generateAsync(ChatRequest.of("Hello"));
        clock.advance(Duration.ofMinutes(1));

        LlmException error =
                (LlmException) answer.handle((value, thrown) -> thrown).join();
        assertThat(error.kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(error.attempts()).hasSize(3);
    }

    @Test
    void moreTriesThanTheUsualCapRaiseIt() {
        file("llm.retry.max-attempts=9", "llm.retry.max-delay=1ms");
        fake.failures = 8;

        CompletableFuture<ChatResponse> answer =
                onClock().build().model("fake:x").generateAsync(ChatRequest.of("Hello"));
        clock.advance(Duration.ofMinutes(1));

        assertThat(answer.join().attempts()).hasSize(9);
    }

    @Test
    void embeddingsAreTriedAgainToo() {
        fake.failures = 1;

        CompletableFuture<EmbeddingResponse> vectors =
                onClock().build().embeddingModel("fake:x").embedAsync(EmbeddingRequest.of("text"));
        clock.advance(Duration.ofMinutes(1));

        assertThat(vectors.join().attempts()).hasSize(2);
        assertThat(fake.opened.get(0).deadlines.get(0)).isEqualTo(Duration.ofSeconds(77));
    }

    @Test
    void closeClosesEverythingAndRefusesMore() {
        LlmClient client = client();
        client.model("fake:x");
        client.model("other:x");

        client.close();
        client.close();

        assertThat(fake.opened.get(0).closed).isTrue();
        assertThat(other.opened.get(0).closed).isTrue();
        for (ThrowingCallable late : List.<ThrowingCallable>of(
                () -> client.model("fake:x"), () -> client.provider("other"), () -> client.embeddingModel("fake:x"))) {
            assertThatThrownBy(late)
                    .isInstanceOfSatisfying(
                            CancelledException.class,
                            cancelled -> assertThat(cancelled.reason()).isEqualTo("closed"));
        }
    }

    @Test
    @Timeout(60)
    void closeReturnsAlthoughAProviderAndTheStoreOfLimitsHang() {
        CountDownLatch released = new CountDownLatch(1);
        fake.onClose = () -> await(released);
        file("llm.limits.requests-per-day=10", "llm.limits.store=fake://hanging/1");
        FakeLimitStores.Fake store = FakeLimitStores.at("fake://hanging/1");
        store.onClose = fake.onClose;
        LlmClient client = client();
        client.model("fake:x");

        client.close();

        assertThat(fake.opened.get(0).closed).isTrue();
        assertThat(store.closed).isEqualTo(1);
        released.countDown();
    }

    private static void await(CountDownLatch released) {
        try {
            released.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void withoutAnyConfigurationTheDemoAnswers() {
        FakeDriver demo = new FakeDriver("demo");
        LlmClient client = builder().drivers(LlmDrivers.of(demo, fake)).build();

        assertThat(client.isDemoFallback()).isTrue();
        ChatModel model = client.model();
        assertThat(model.ref()).hasToString("demo:assistant");
        assertThat(model.generate("Hello").text()).startsWith("hi");

        systemProperties.put("llm.model", "fake:x");
        LlmClient configured = builder().drivers(LlmDrivers.of(demo, fake)).build();
        assertThat(configured.isDemoFallback()).isFalse();
        assertThat(configured.model().ref()).hasToString("fake:x");
    }

    @Test
    void withoutConfigurationAndDemoTheErrorSaysWhatToSet() {
        assertThat(client().isDemoFallback()).isFalse();
        assertThatThrownBy(() -> client().model())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("llm.model")
                .hasMessageContaining("LLM_MODEL");
    }
}
