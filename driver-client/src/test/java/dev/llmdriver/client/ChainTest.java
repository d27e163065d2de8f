package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.llmdriver.Attempt;
import dev.llmdriver.Attempt.Purpose;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.Price;
import dev.llmdriver.Timeouts;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.FallbackPolicy;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is configured for a model, and for those that stand in for it, gets into its chain; what counts together is shared. */
class ChainTest extends ClientTestCase {
    private final ManualScheduler clock = new ManualScheduler();
    private LlmClient client;

    @AfterEach
    void close() {
        if (client != null) {
            client.close();
        }
    }

    private LlmClientBuilder onClock() {
        return builder()
                .option("fake", CommonOptions.SCHEDULER, clock)
                .option("fake", CommonOptions.CALLBACK_EXECUTOR, Runnable::run)
                .option("other", CommonOptions.SCHEDULER, clock)
                .option("other", CommonOptions.CALLBACK_EXECUTOR, Runnable::run);
    }

    private void configured(String... lines) {
        file(lines);
        client = onClock().build();
    }

    private ChatResponse answer(ChatModel model) {
        CompletableFuture<ChatResponse> answer = model.generateAsync(ChatRequest.of("Hello"));
        clock.advance(Duration.ofMinutes(2));
        return answer.join();
    }

    private LlmException error(ChatModel model) {
        CompletableFuture<ChatResponse> answer = model.generateAsync(ChatRequest.of("Hello"));
        clock.advance(Duration.ofMinutes(2));
        return LlmException.of(answer.handle((value, thrown) -> thrown).join());
    }

    @Test
    void whoStandsInRunsByItsOwnSettings() {
        configured(
                "llm.models.fast.model=fake:x",
                "llm.models.fast.fallback=slow",
                "llm.models.fast.retry.max-attempts=2",
                "llm.models.fast.deadline=40s",
                "llm.models.fast.defaults.temperature=0.2",
                "llm.models.fast.defaults.max-tokens=10",
                "llm.models.slow.model=other:y",
                "llm.models.slow.defaults.temperature=0.9",
                "llm.models.slow.timeouts.first-token=3m");
        fake.failures = 100;
        other.failures = 2;

        ChatResponse answer = answer(client.model("fast"));

        assertThat(answer.ref()).hasToString("other:y");
        assertThat(answer.attempts())
                .extracting(Attempt::purpose)
                .containsExactly(Purpose.FIRST, Purpose.RETRY, Purpose.FALLBACK, Purpose.RETRY, Purpose.RETRY);
        ChatRequest asked = other.opened.get(0).requests.get(0);
        assertThat(asked.temperature()).hasValue(0.9);
        assertThat(asked.maxTokens()).isEmpty();
        assertThat(asked.timeouts().firstToken()).contains(Duration.ofMinutes(3));
        assertThat(other.opened.get(0).deadlines)
                .allSatisfy(left -> assertThat(left).isLessThanOrEqualTo(Duration.ofSeconds(40)));
    }

    @Test
    void aCallMayNameOthersInstead() {
        configured("llm.models.fast.model=fake:x", "llm.models.fast.fallback=other:y", "llm.retry.max-attempts=1");
        fake.failures = 100;

        assertThat(answer(client.model("fast")).ref()).hasToString("other:y");
        assertThat(answer(client.model("fast", "other:z")).ref()).hasToString("other:z");
        assertThat(client.targets("fast", "other:z")).containsExactly("fast", "other:z");
        assertThat(client.model("fast").ref()).hasToString("fake:x");
        assertThatThrownBy(() -> client.model("fast", "fake:x", "nobody"))
                .hasMessageContaining("is the model itself")
                .hasMessageContaining("no model is named 'nobody'");
    }

    @Test
    void allOfThemFailing() {
        configured("llm.models.fast.model=fake:x", "llm.models.fast.fallback=other:y", "llm.retry.max-attempts=1");
        fake.failures = 100;
        other.failures = 100;

        LlmException error = error(client.model("fast"));

        assertThat(error.kind()).isEqualTo(ErrorKind.TARGETS_EXHAUSTED);
        assertThat(error.attempts())
                .extracting(attempt -> attempt.ref().provider())
                .containsExactly("fake", "other");
        assertThat(error.getCause()).isInstanceOf(LlmException.class).hasMessageContaining("busy");
    }

    @Test
    void sixTriesLeaveOneForEachThatStandsIn() {
        configured(
                "llm.models.fast.model=fake:x",
                "llm.models.fast.fallback=other:y",
                "llm.models.fast.retry.delays=1s,1s,1s,1s,1s");
        fake.failures = 100;

        assertThat(answer(client.model("fast")).attempts()).hasSize(7);
    }

    @Test
    void thePolicyOfFallbackIsSetByCode() {
        file("llm.models.fast.model=fake:x", "llm.models.fast.fallback=other:y", "llm.retry.max-attempts=1");
        client = onClock()
                .fallback(FallbackPolicy.builder().notOn(ErrorKind.OVERLOADED).build())
                .build();
        fake.failures = 100;

        assertThat(error(client.model("fast")).kind()).isEqualTo(ErrorKind.OVERLOADED);
    }

    @Test
    void aLimitIsSharedByAllWhoAskForTheName() {
        configured(
                "llm.models.fast.model=fake:x",
                "llm.models.fast.limits.requests-per-day=2",
                "llm.models.quick.model=fast",
                "llm.models.own.model=fake:x",
                "llm.models.own.limits.requests-per-day=1");

        answer(client.model("fast"));
        answer(client.model("quick"));

        assertThat(error(client.model("fast")).kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
        assertThat(error(client.model("quick")).retryAfter()).isPresent();
        assertThat(answer(client.model("own")).ref()).hasToString("fake:x");
        assertThat(answer(client.model("fake:x")).ref()).hasToString("fake:x");
    }

    @Test
    void aLimitForAllModelsCountsEachModelByItself() {
        configured("llm.limits.requests-per-day=1", "llm.models.fast.model=fake:x", "llm.models.quick.model=fake:x");

        answer(client.model("fast"));

        assertThat(error(client.model("quick")).kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
        assertThat(error(client.model("fake:x")).kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
        assertThat(answer(client.model("fake:y")).ref()).hasToString("fake:y");
    }

    @Test
    void aLimitThatIsReachedAsksWhoStandsIn() {
        configured(
                "llm.models.fast.model=fake:x",
                "llm.models.fast.fallback=other:y",
                "llm.models.fast.limits.requests-per-day=1");

        assertThat(answer(client.model("fast")).ref()).hasToString("fake:x");
        assertThat(answer(client.model("fast")).ref()).hasToString("other:y");
    }

    @Test
    void aBreakerIsSharedToo() {
        configured(
                "llm.retry.max-attempts=1",
                "llm.breaker.window=2",
                "llm.breaker.minimum-calls=2",
                "llm.breaker.open-for=10m");
        fake.failures = 2;

        error(client.model("fake:x"));
        error(client.model("fake:x"));

        assertThat(error(client.model("fake:x")).reason()).isEqualTo("breaker_open");
        assertThat(answer(client.model("fake:y")).ref()).hasToString("fake:y");
        clock.advance(Duration.ofMinutes(10));
        assertThat(answer(client.model("fake:x")).ref()).hasToString("fake:x");
    }

    @Test
    void embeddingsCountToo() {
        configured("llm.models.fast.model=fake:x", "llm.models.fast.limits.requests-per-day=1");
        answer(client.model("fast"));

        CompletableFuture<?> vectors = client.embeddingModel("fast").embedAsync(EmbeddingRequest.of("text"));
        clock.advance(Duration.ofMinutes(2));

        assertThat(LlmException.of(vectors.handle((value, thrown) -> thrown).join())
                        .kind())
                .isEqualTo(ErrorKind.LIMIT_EXCEEDED);
    }

    @Test
    void aBudgetForAllModelsIsOne() {
        configured(
                "llm.budget.usd-per-day=2.50",
                "llm.defaults.max-tokens=1000000",
                "llm.price.input-per-million=1",
                "llm.price.output-per-million=1",
                "llm.models.fast.model=fake:x",
                "llm.models.cheap.model=fake:z",
                "llm.models.cheap.price.input-per-million=0.01",
                "llm.models.cheap.price.output-per-million=0.01",
                "llm.models.own.model=fake:x",
                "llm.models.own.budget.usd-total=1.5");

        answer(client.model("fast"));
        answer(client.model("other:y"));

        assertThat(error(client.model("fast")).kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
        assertThat(error(client.model("fake:x")).reason()).isEqualTo("budget");
        assertThat(answer(client.model("cheap")).ref()).hasToString("fake:z");
        assertThat(answer(client.model("fake:z")).ref()).hasToString("fake:z");
        assertThat(answer(client.model("own")).ref()).hasToString("fake:x");
        assertThat(error(client.model("own")).reason()).isEqualTo("budget");
    }

    @Test
    void whatIsNotConfiguredIsAskedOfTheProvider() {
        fake.info = ModelInfo.builder("x")
                .price(Price.ofDollarsPerMillion(1, 1))
                .outputLimit(1_000_000)
                .build();
        configured(
                "llm.budget.usd-total=1.5",
                "llm.models.loose.model=other:y",
                "llm.models.loose.budget.allow-unbounded=true");

        answer(client.model("fake:x"));

        assertThat(error(client.model("fake:x")).reason()).isEqualTo("budget");
        assertThat(error(client.model("other:y")).reason()).isEqualTo("no_price");
        assertThat(answer(client.model("loose")).ref()).hasToString("other:y");
    }

    @Test
    void theKeysOfAProviderAreAPool() {
        configured("llm.fake.api-keys.a=key-of-a", "llm.fake.api-keys.b=key-of-b");
        fake.failures = 1;
        fake.kind = ErrorKind.RATE_LIMITED;

        ChatResponse answer = answer(client.model("fake:x"));

        assertThat(answer.attempts())
                .extracting(Attempt::purpose, attempt -> attempt.keyLabel().orElseThrow())
                .containsExactly(tuple(Purpose.FIRST, "a"), tuple(Purpose.ROTATE, "b"));
        assertThat(fake.opened.get(0).requests)
                .extracting(
                        request -> request.callOptions().apiKey().orElseThrow().reveal())
                .containsExactly("key-of-a", "key-of-b");
        assertThat(answer(client.model("fake:x")).attempts()).hasSize(1);
    }

    @Test
    void answersAreKeptByWhatIsSent() {
        configured(
                "llm.cache.ttl=10m",
                "llm.models.exact.model=fake:x",
                "llm.models.exact.fallback=other:y",
                "llm.models.exact.defaults.temperature=0",
                "llm.models.loose.model=fake:x",
                "llm.models.brief.model=exact",
                "llm.models.brief.defaults.max-tokens=5",
                "llm.retry.max-attempts=1");

        fake.failures = 1;
        assertThat(answer(client.model("exact")).ref()).hasToString("other:y"); // not kept: it is another's
        assertThat(answer(client.model("exact")).attempts()).hasSize(1);
        assertThat(answer(client.model("exact")).attempts()).isEmpty();
        assertThat(answer(client.model("brief")).attempts()).hasSize(1);
        assertThat(answer(client.model("loose")).attempts()).hasSize(1);
        assertThat(answer(client.model("loose")).attempts()).hasSize(1);
        clock.advance(Duration.ofMinutes(10));
        assertThat(answer(client.model("exact")).attempts()).hasSize(1);
    }

    @Test
    void timeoutsHoldForEmbeddingsToo() {
        configured(
                "llm.models.near.model=fake:x",
                "llm.models.near.timeouts.connect=1s",
                "llm.models.far.model=other:x",
                "llm.other.connect-timeout=2s",
                "llm.timeouts.connect=3s",
                "llm.timeouts.idle=4s");
        EmbeddingRequest own = EmbeddingRequest.builder(List.of("a"))
                .timeouts(Timeouts.unset().withConnect(Duration.ofMillis(5)))
                .build();

        client.embeddingModel("near").embed(EmbeddingRequest.of("a"));
        client.embeddingModel("near").embed(own);
        client.embeddingModel("fake:y").embed(EmbeddingRequest.of("a"));
        client.embeddingModel("far").embed(EmbeddingRequest.of("a"));

        assertThat(fake.opened.get(0).embedded)
                .extracting(request -> request.timeouts().connect().orElseThrow())
                .containsExactly(Duration.ofSeconds(1), Duration.ofMillis(5), Duration.ofSeconds(3));
        assertThat(other.opened.get(0).embedded)
                .extracting(request -> request.timeouts().connect().orElseThrow())
                .containsExactly(Duration.ofSeconds(2));
        assertThat(other.opened.get(0).embedded.get(0).timeouts().idle()).contains(Duration.ofSeconds(4));
    }

    /** No provider knows of it. */
    @Test
    void closingEndsACallThatWaitsForItsNextTry() {
        configured("llm.model=fake:x");
        fake.failures = 100;
        CompletableFuture<ChatResponse> chat = client.model().generateAsync(ChatRequest.of("Hello"));
        CompletableFuture<EmbeddingResponse> vectors =
                client.embeddingModel("fake:y").embedAsync(EmbeddingRequest.of("a"));
        assertThat(chat).isNotDone();
        assertThat(vectors).isNotDone();

        client.close();

        assertThat(chat).isCompletedExceptionally();
        assertThat(vectors).isCompletedExceptionally();
        LlmException error =
                LlmException.of(chat.handle((value, thrown) -> thrown).join());
        assertThat(error.kind()).isEqualTo(ErrorKind.CANCELLED);
        assertThat(error.reason()).isEqualTo("closed");
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void delaysOfAModelMakeAsManyTriesWhateverIsSetForAll() {
        configured(
                "llm.retry.max-attempts=2",
                "llm.models.thorough.model=fake:x",
                "llm.models.thorough.retry.delays=1s,1s,1s",
                "llm.models.hasty.model=thorough",
                "llm.models.hasty.retry.max-attempts=3");
        fake.failures = 100;

        assertThat(error(client.model("thorough")).attempts()).hasSize(4);
        assertThat(error(client.model("hasty")).attempts()).hasSize(3);
        assertThat(error(client.model("fake:y")).attempts()).hasSize(2);
    }
}
