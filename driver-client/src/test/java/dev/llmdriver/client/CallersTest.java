package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.Instrumentation;
import dev.llmdriver.spi.LimitGauge;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is configured for callers. */
class CallersTest extends ClientTestCase {
    private final ManualScheduler clock = new ManualScheduler();
    private final LimitStore store = LimitStore.inProcess(clock);
    private LlmClient client;

    @AfterEach
    void close() {
        if (client != null) {
            client.close();
        }
    }

    private void configured(String... lines) {
        file(lines);
        client = onClock().build();
    }

    private LlmClientBuilder onClock() {
        return builder()
                .limitStore(store)
                .option("fake", CommonOptions.SCHEDULER, clock)
                .option("fake", CommonOptions.CALLBACK_EXECUTOR, Runnable::run)
                .option("other", CommonOptions.SCHEDULER, clock)
                .option("other", CommonOptions.CALLBACK_EXECUTOR, Runnable::run);
    }

    private static CallOptions by(String caller) {
        return CallOptions.builder().caller(caller).build();
    }

    private CompletableFuture<?> call(String model, String caller) {
        ChatRequest request =
                ChatRequest.of("Hello").toBuilder().callOptions(by(caller)).build();
        CompletableFuture<?> answer = client.model(model).generateAsync(request);
        clock.advance(Duration.ofSeconds(5));
        return answer;
    }

    private LlmException refusal(String model, String caller) {
        CompletableFuture<?> call = call(model, caller);
        assertThat(call).isCompletedExceptionally();
        return LlmException.of(call.handle((answer, thrown) -> thrown).join());
    }

    private List<String> reasons(int calls, String model, String caller) {
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            CompletableFuture<?> call = call(model, caller);
            reasons.add(
                    call.isCompletedExceptionally()
                            ? LlmException.of(call.handle((answer, thrown) -> thrown)
                                            .join())
                                    .reason()
                            : "ok");
        }
        return reasons;
    }

    private static final String REFUSED = "caller_rate_limit";

    @Test
    void allModelsCountTogetherForEachCallerWhateverElseIsLimited() {
        configured(
                "llm.callers.limits.requests-per-day=2",
                "llm.limits.requests-per-day=100",
                "llm.models.fast.model=fake:x",
                "llm.models.slow.model=other:y",
                "llm.models.slow.fallback=fast");

        assertThat(call("fast", "alice")).isCompleted();
        assertThat(call("slow", "alice")).isCompleted();
        assertThat(reasons(1, "fast", "alice")).containsExactly(REFUSED);
        LlmException refused = refusal("slow", "alice");

        assertThat(refused.kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
        assertThat(refused.retryAfter()).isPresent();
        assertThat(reasons(2, "fast", "bob")).containsExactly("ok", "ok");
        assertThat(client.limitsCallers()).isTrue();
        CompletableFuture<?> own = client.model("fast").generateAsync(ChatRequest.of("Hello"));
        assertThat(own).isCompleted();
    }

    @Test
    void aPlanSaysOtherwiseKeyByKey() {
        configured(
                "llm.callers.limits.requests-per-day=1",
                "llm.callers.limits.requests-per-hour=3",
                "llm.callers.limits.zone=America/Los_Angeles",
                "llm.callers.plans.gold.members=alice@example.com, auth0|17",
                "llm.callers.plans.gold.limits.requests-per-day=5",
                "llm.callers.plans.slow.members=bob",
                "llm.callers.plans.slow.limits.requests-per-day=2",
                "llm.callers.plans.slow.limits.requests-per-hour=2",
                "llm.callers.plans.slow.limits.max-wait=2h");

        assertThat(reasons(2, "fake:x", "carol")).containsExactly("ok", REFUSED);
        assertThat(reasons(4, "fake:x", "alice@example.com")).containsExactly("ok", "ok", "ok", REFUSED);
        assertThat(reasons(4, "fake:x", "auth0|17")).containsExactly("ok", "ok", "ok", REFUSED);
        assertThat(reasons(2, "fake:x", "bob")).containsExactly("ok", "ok");
        CompletableFuture<?> waiting = client.model("fake:x")
                .generateAsync(ChatRequest.of("Hello").toBuilder()
                        .deadline(Duration.ofDays(3))
                        .callOptions(by("bob"))
                        .build());
        assertThat(waiting).as("a day is longer than it may wait").isCompletedExceptionally();
    }

    @Test
    void unlessConfiguredNobodyWaits() {
        configured("llm.callers.limits.requests-per-minute=1");

        assertThat(reasons(2, "fake:x", "alice")).containsExactly("ok", REFUSED);
    }

    @Test
    void whoMayWaitDoesNotHearOfItBefore() {
        configured("llm.callers.limits.requests-per-minute=1", "llm.callers.limits.max-wait=2m");
        assertThat(call("fake:x", "alice")).isCompleted();

        CompletableFuture<?> second = call("fake:x", "alice");

        assertThat(second).isNotDone();
        clock.advance(Duration.ofMinutes(1));
        assertThat(second).isCompleted();
    }

    @Test
    void bothBudgetsPay() {
        configured(
                "llm.callers.budget.usd-per-day=0.001",
                "llm.callers.plans.rich.members=alice",
                "llm.callers.plans.rich.budget.usd-per-day=1",
                "llm.budget.usd-per-day=0.002",
                "llm.defaults.max-tokens=500",
                "llm.price.input-per-million=1",
                "llm.price.output-per-million=1");

        assertThat(reasons(2, "fake:x", "bob")).containsExactly("ok", "caller_budget");
        assertThat(reasons(3, "fake:x", "alice")).containsExactly("ok", "ok", "budget");
        Limit bob = new Limit("caller bob", Unit.USD, Span.DAY, 1_000_000, ZoneOffset.UTC);
        Limit common = new Limit("all models", Unit.USD, Span.DAY, 2_000_000, ZoneOffset.UTC);
        Limit alice = new Limit("caller alice", Unit.USD, Span.DAY, 1_000_000_000, ZoneOffset.UTC);
        long each = 1_000_000 - store.remaining(bob);
        assertThat(each).isBetween(500_000L, 600_000L);
        assertThat(store.remaining(alice)).isEqualTo(1_000_000_000 - 2 * each);
        assertThat(store.remaining(common)).isEqualTo(2_000_000 - 3 * each);
    }

    @Test
    void aCallerIsRefusedWhatHasNoPriceUnlessHisPlanAllowsIt() {
        configured(
                "llm.callers.budget.usd-total=1",
                "llm.callers.plans.free.members=alice",
                "llm.callers.plans.free.budget.allow-unbounded=true",
                "llm.models.fast.model=fake:x");

        assertThat(reasons(1, "fast", "bob")).containsExactly("caller_no_price");
        assertThat(reasons(1, "fast", "alice")).containsExactly("ok");
        assertThat(client.config().notices())
                .singleElement()
                .asString()
                .contains("calls to 'fast', models asked for as provider:model are refused");
    }

    @Test
    void tokensAreEstimatedByTheDefaultsOfTheModel() {
        configured("llm.callers.limits.tokens-per-day=900", "llm.defaults.max-tokens=700");

        assertThat(reasons(2, "fake:x", "alice")).containsExactly("ok", REFUSED);
    }

    @Test
    void embeddingsCountWithChats() {
        configured("llm.callers.limits.requests-per-day=2");
        EmbeddingRequest request =
                EmbeddingRequest.builder(List.of("hi")).callOptions(by("alice")).build();

        assertThat(call("fake:x", "alice")).isCompleted();
        assertThat(client.embeddingModel("fake:x").embedAsync(request)).isCompleted();

        assertThat(client.embeddingModel("fake:x").embedAsync(request)).isCompletedExceptionally();
        assertThat(reasons(1, "fake:x", "alice")).containsExactly(REFUSED);
    }

    @Test
    void theyHaveNoGaugesForThereMayBeManyButRefusalsAreTold() {
        List<String> refusals = new ArrayList<>();
        List<String> scopes = new ArrayList<>();
        file(
                "llm.callers.limits.requests-per-day=2",
                "llm.limits.requests-per-day=9",
                "llm.callers.limits.concurrency=1");
        client = onClock()
                .instrument(new Instrumentation() {
                    @Override
                    public void limit(LimitGauge gauge) {
                        scopes.add(gauge.scope());
                    }

                    @Override
                    public void callerRefused(String reason) {
                        refusals.add(reason);
                    }
                })
                .build();

        assertThat(reasons(3, "fake:x", "alice")).containsExactly("ok", "ok", REFUSED);

        assertThat(refusals).containsExactly(REFUSED);
        assertThat(scopes).containsExactly("fake:x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limits.requests-per-day=0 | expected a whole number of at least 1, but got '0'",
                "limits.concurrency=x | expected a whole number",
                "limits.max-wait=0s | expected a time of more than zero",
                "limits.zone=Mars | expected a time zone",
                "budget.usd-total=-1 | expected US dollars such as 2.50",
                "budget.allow-unbounded=perhaps | expected true or false",
            })
    void valuesThatMakeNoSenseAreFaults(String setting, String fault) {
        file("llm.callers.plans.gold.members=alice", "llm.callers." + setting, "llm.callers.plans.gold." + setting);

        assertThat(error().faults())
                .hasSize(2)
                .allSatisfy(text -> assertThat(text)
                        .contains("'llm.callers.")
                        .contains("llm.properties, line ")
                        .contains(fault));
    }

    @ParameterizedTest
    @CsvSource({
        "llm.callers.limits.request-per-day, llm.callers.limits.requests-per-day",
        "llm.callers.plans.gold.member, llm.callers.plans.gold.members",
        "llm.callers.budget.usd-per-dya, llm.callers.budget.usd-per-day",
        "llm.callers.limits.store, llm.callers.limits.zone",
    })
    void misspeltKeysAreFaults(String wrong, String right) {
        file("llm.callers.plans.gold.members=alice", wrong + "=1");

        assertThat(error().faults())
                .containsExactly("unknown key '" + wrong + "' (llm.properties); did you mean '" + right + "'?");
    }

    @Test
    void keysThatAreNotForCallersAreUnknown() {
        file("llm.callers.deadline=5s", "llm.callers.price.input-per-million=1");

        assertThat(error().faults())
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).startsWith("unknown key 'llm.callers."));
    }

    @Test
    void whoIsInTwoPlansOrInNoneIsAFault() {
        file(
                "llm.callers.plans.empty.limits.concurrency=2",
                "llm.callers.plans.gold.members=alice, bob, alice",
                "llm.callers.plans.silver.members=carol,bob",
                "llm.callers.plans.tin.members=dave,,erin");

        assertThat(error().faults())
                .containsExactlyInAnyOrder(
                        "'llm.callers.plans.empty.members' is missing; set it to the callers whom the plan is for, divided"
                                + " by commas",
                        "'llm.callers.plans.gold.members' (llm.properties, line 2): 'alice' stands there twice; name it"
                                + " once",
                        "'llm.callers.plans.silver.members' (llm.properties, line 3): 'bob' is in the plan 'gold'"
                                + " already; name it in one of the two",
                        "'llm.callers.plans.tin.members' (llm.properties, line 4): expected names divided by commas, but"
                                + " got 'dave,,erin'");
    }

    @Test
    void theEnvironmentSetsThemToo() {
        environment.put("LLM_CALLERS_LIMITS_REQUESTS_PER_DAY", "1");
        configured("llm.callers.plans.gold.members=alice");
        environment.put("LLM_CALLERS_PLANS_GOLD_LIMITS_REQUESTS_PER_DAY", "2");

        assertThat(reasons(2, "fake:x", "alice")).containsExactly("ok", REFUSED);
        assertThat(client.config().find("llm.callers.limits.requests-per-day")).isPresent();
        client.close();
        configured("llm.callers.plans.gold.members=bob");
        assertThat(reasons(3, "fake:x", "bob")).containsExactly("ok", "ok", REFUSED);
    }

    @Test
    void withoutThemNobodyIsLimited() {
        configured("llm.model=fake:x", "llm.callers.limits.zone=UTC");

        assertThat(client.limitsCallers()).isFalse();
        assertThat(reasons(3, "fake:x", "alice")).containsExactly("ok", "ok", "ok");
    }
}
