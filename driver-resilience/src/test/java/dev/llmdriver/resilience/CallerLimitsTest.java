package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.hinted;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each caller may ask for, in its place of the chain. */
class CallerLimitsTest {
    private static final ChatRequest HELLO =
            ChatRequest.of("Hello").toBuilder().maxTokens(100).temperature(0.0).build();

    private final ManualScheduler clock = new ManualScheduler();
    private final LimitStore store = LimitStore.inProcess(clock);
    private final List<String> refusals = new ArrayList<>();
    private CallerLimits limits = CallerLimits.builder()
            .refusals(refusals::add)
            .rates(caller -> Optional.of(twoRequests(caller, Duration.ZERO)))
            .build();

    private RateLimiter twoRequests(String caller, Duration maxWait) {
        return RateLimiter.builder("caller " + caller)
                .store(store)
                .maxWait(maxWait)
                .requests(Span.MINUTE, 2)
                .tokens(Span.DAY, 10_000)
                .build();
    }

    @AfterEach
    void nothingIsKeptOfAnybody() {
        assertThat(limits.inUse()).isZero();
        assertThat(clock.pendingAlarms()).isZero();
    }

    private long requestsLeft(String caller) {
        return store.remaining(new Limit("caller " + caller, Unit.REQUESTS, Span.MINUTE, 2, ZoneOffset.UTC));
    }

    private long tokensTaken(String caller) {
        Limit day = new Limit("caller " + caller, Unit.TOKENS, Span.DAY, 10_000, ZoneOffset.UTC);
        return 10_000 - store.remaining(day);
    }

    private static ChatRequest by(String caller) {
        return HELLO.toBuilder()
                .callOptions(CallOptions.builder().caller(caller).build())
                .build();
    }

    private ChatEngine over(ChatEngine engine) {
        return Resilience.builder().callers(limits).build().over(engine);
    }

    private CompletableFuture<?> call(ChatEngine engine, ChatRequest request) {
        return engine.generate(request, CallContext.of(clock));
    }

    private Listener stream(ChatEngine engine, ChatRequest request) {
        Listener listener = new Listener();
        engine.stream(request, CallContext.of(clock)).subscribe(listener);
        return listener.readAll();
    }

    private static LlmException refusal(CompletableFuture<?> call) {
        assertThat(call).isCompletedExceptionally();
        return LlmException.of(call.handle((answer, thrown) -> thrown).join());
    }

    @Test
    void whoHasUsedUpWhatIsHisIsRefusedAtOnceAndNobodyElse() {
        ScriptedEngine scripted = new ScriptedEngine(answer("hi"));
        ChatEngine engine = over(scripted);
        call(engine, by("alice")).join();
        call(engine, by("alice")).join();
        clock.advance(Duration.ofSeconds(20));

        LlmException refused = refusal(call(engine, by("alice")));

        assertThat(refused.kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
        assertThat(refused.reason()).isEqualTo("caller_rate_limit");
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(40));
        assertThat(refused).hasMessageContaining("2 requests per minute for this caller");
        assertThat(refused.toString()).doesNotContain("alice");
        assertThat(scripted.requests).hasValue(2);
        assertThat(refusals).containsExactly("caller_rate_limit");
        call(engine, by("bob")).join();
        call(engine, HELLO).join();
        clock.advance(Duration.ofSeconds(40));
        call(engine, by("alice")).join();
    }

    @Test
    void whatWeTryAgainIsOneRequestOfTheCaller() {
        ScriptedEngine scripted =
                new ScriptedEngine(failure(ErrorKind.OVERLOADED), failure(ErrorKind.OVERLOADED), answer("hi"));
        ChatEngine engine = Resilience.builder()
                .callers(limits)
                .retry(RetryPolicy.defaults(), RetryBudget.standard())
                .build()
                .over(scripted);

        CompletableFuture<?> answered = call(engine, by("alice"));
        clock.advance(Duration.ofSeconds(30));

        assertThat(answered).isCompleted();
        assertThat(scripted.requests).hasValue(3);
        assertThat(requestsLeft("alice")).isEqualTo(1);
    }

    private ChatEngine overTriesOf(ErrorKind... failures) {
        return Resilience.builder()
                .callers(limits)
                .retry(RetryPolicy.defaults(), RetryBudget.standard())
                .build()
                .over(new ScriptedEngine(
                        Stream.of(failures).map(kind -> failure(kind)).toArray(ScriptedEngine.Step[]::new)));
    }

    @Test
    void triesThatNobodyReadTakeNoTokens() {
        CompletableFuture<?> failed =
                call(overTriesOf(ErrorKind.OVERLOADED, ErrorKind.RATE_LIMITED, ErrorKind.OVERLOADED), by("alice"));
        clock.advance(Duration.ofSeconds(30));

        assertThat(failed).isCompletedExceptionally();
        assertThat(tokensTaken("alice")).isZero();
        assertThat(requestsLeft("alice")).isEqualTo(1);
    }

    @Test
    void whoGivesUpBetweenTriesThatNobodyReadPaysNoTokens() {
        CompletableFuture<?> waiting = call(overTriesOf(ErrorKind.OVERLOADED, ErrorKind.OVERLOADED), by("alice"));
        waiting.cancel(true);

        assertThat(tokensTaken("alice")).isZero();
    }

    @Test
    void aTryOfWhichNobodyKnowsIsPaidAsReserved() {
        CompletableFuture<?> failed = call(
                overTriesOf(ErrorKind.STREAM_INTERRUPTED, ErrorKind.OVERLOADED, ErrorKind.OVERLOADED), by("alice"));
        clock.advance(Duration.ofSeconds(30));

        assertThat(failed).isCompletedExceptionally();
        assertThat(tokensTaken("alice")).isGreaterThan(100);
    }

    @Test
    void nobodyElseIsAskedForWhoHasUsedUpWhatIsHis() {
        ScriptedEngine other = new ScriptedEngine(answer("hi"));
        ChatEngine engine = Resilience.builder()
                .callers(limits)
                .fallback(FallbackPolicy.defaults(), List.of(other))
                .build()
                .over(new ScriptedEngine(answer("hi")));
        call(engine, by("alice")).join();
        call(engine, by("alice")).join();

        assertThat(refusal(call(engine, by("alice"))).kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);

        assertThat(other.requests).hasValue(0);
    }

    @Test
    void anAnswerFromTheCacheIsARequestWithoutTokens() {
        ScriptedEngine scripted = new ScriptedEngine(answer("hi"));
        ChatEngine engine = Resilience.builder()
                .callers(limits)
                .cache(AnswerCache.of(10, Duration.ofHours(1)))
                .build()
                .over(scripted);
        call(engine, by("alice")).join();
        long once = tokensTaken("alice");

        call(engine, by("alice")).join();

        assertThat(scripted.requests).hasValue(1);
        assertThat(requestsLeft("alice")).isZero();
        assertThat(once).isGreaterThan(100);
        assertThat(tokensTaken("alice")).isEqualTo(once);
    }

    @Test
    void whatNeverLeftIsGivenBack() {
        ChatEngine engine = over(new ScriptedEngine(failure(ErrorKind.CONNECT_FAILED)));

        assertThat(refusal(call(engine, by("alice"))).kind()).isEqualTo(ErrorKind.CONNECT_FAILED);

        assertThat(requestsLeft("alice")).isEqualTo(2);
        assertThat(tokensTaken("alice")).isZero();
    }

    @Test
    void aLimitOfTheProviderClosesNothingOfTheCallers() {
        ChatEngine engine =
                over(new ScriptedEngine(failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(50))), answer("hi")));

        assertThat(refusal(call(engine, by("alice"))).kind()).isEqualTo(ErrorKind.RATE_LIMITED);

        assertThat(call(engine, by("alice"))).isCompleted();
    }

    @Test
    void tokensAreEstimatedOfWhatIsSent() {
        ChatEngine engine = Resilience.builder()
                .callers(limits, request -> request.toBuilder().maxTokens(7000).build())
                .build()
                .over(new ScriptedEngine(silence()));
        CompletableFuture<?> open = call(engine, by("alice"));
        Listener streaming = stream(engine, by("bob"));

        assertThat(tokensTaken("alice")).isBetween(7000L, 7100L);
        assertThat(tokensTaken("bob")).isEqualTo(tokensTaken("alice"));
        open.cancel(true);
        streaming.subscription.cancel();
    }

    @Test
    void whoMayWaitWaitsForHisNextWindow() {
        limits = CallerLimits.builder()
                .rates(caller -> Optional.of(twoRequests(caller, Duration.ofMinutes(2))))
                .build();
        ScriptedEngine scripted = new ScriptedEngine(answer("hi"));
        ChatEngine engine = over(scripted);
        call(engine, by("alice")).join();
        call(engine, by("alice")).join();

        CompletableFuture<?> third = call(engine, by("alice"));
        CompletableFuture<?> givenUp = call(engine, by("alice"));
        Listener fourth = stream(engine, by("alice"));
        assertThat(third).isNotDone();
        givenUp.cancel(true);
        clock.advance(Duration.ofMinutes(1));

        assertThat(third).isCompleted();
        assertThat(fourth.completed).isTrue();
        assertThat(scripted.requests).hasValue(4);
        assertThat(requestsLeft("alice")).isZero();
    }

    @Test
    void aStreamHoldsItsPlaceToItsEndAndNobodyWaitsForIt() {
        limits = CallerLimits.builder()
                .concurrency(caller -> Optional.of(ConcurrencyLimit.of("caller " + caller, 1, Duration.ZERO)))
                .build();
        ChatEngine engine = over(new ScriptedEngine(silence("hel"), answer("hi")));
        Listener first = stream(engine, by("alice"));
        assertThat(first.text()).isEqualTo("hel");

        Listener second = stream(engine, by("alice"));

        LlmException refused = LlmException.of(second.failure);
        assertThat(refused.reason()).isEqualTo("caller_concurrency");
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(refused).hasMessageContaining("the 1 calls at one time").hasMessageNotContaining("alice");
        assertThat(stream(engine, by("bob")).completed).isTrue();
        first.subscription.cancel();
        assertThat(stream(engine, by("alice")).completed).isTrue();
    }

    @Test
    void whatIsTakenForWhoGaveUpMeanwhileGoesBack() {
        RemoteLimitStore remote = new RemoteLimitStore(store, clock);
        limits = CallerLimits.builder()
                .concurrency(caller -> Optional.of(ConcurrencyLimit.of("caller " + caller, 1, Duration.ZERO)))
                .rates(caller -> Optional.of(RateLimiter.builder("caller " + caller)
                        .store(remote)
                        .maxWait(Duration.ZERO)
                        .requests(Span.MINUTE, 2)
                        .build()))
                .build();
        ScriptedEngine scripted = new ScriptedEngine(answer("hi"));
        ChatEngine engine = over(scripted);

        CompletableFuture<?> asked = call(engine, by("alice"));
        asked.cancel(true);
        clock.advance(Duration.ofSeconds(1));

        assertThat(requestsLeft("alice")).isEqualTo(2);
        CompletableFuture<?> next = call(engine, by("alice"));
        clock.advance(Duration.ofSeconds(1));
        assertThat(next).isCompleted();
        assertThat(scripted.requests).hasValue(1);
    }

    @Test
    void whatCannotBeMadeForACallerRefusesHisCallAlone() {
        limits = CallerLimits.builder()
                .rates(caller -> {
                    if (caller.equals("alice")) {
                        throw new IllegalStateException("no limits for her");
                    }
                    return Optional.empty();
                })
                .build();
        ChatEngine engine = over(new ScriptedEngine(answer("hi")));

        assertThat(call(engine, by("alice"))).isCompletedExceptionally();
        assertThat(call(engine, by("bob"))).isCompleted();
    }
}
