package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.Attempt;
import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Secret;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.QuotaExhaustedException;
import dev.llmdriver.error.RateLimitException;
import dev.llmdriver.resilience.ScriptedEngine.Step;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KeyPoolTest {
    private static final String PLANTED = "sk-planted";

    private final ManualScheduler clock = new ManualScheduler();
    private final AtomicReference<String> second = new AtomicReference<>(PLANTED + "-2");
    private final KeyPool pool = KeyPool.builder()
            .key("first", Secret.of(PLANTED + "-1"))
            .key("second", Secret.from(second::get))
            .key("third", Secret.of(PLANTED + "-3"))
            .build();
    private CallContext call = CallContext.of(clock);

    private ChatEngine pooled(ChatEngine engine) {
        return Resilience.builder().keys(pool).build().over(engine);
    }

    private CompletableFuture<ChatResponse> ask(ChatEngine engine) {
        call = CallContext.of(clock);
        return engine.generate(HELLO, call);
    }

    private List<String> labels() {
        return call.ledger().attempts().stream()
                .map(attempt -> attempt.keyLabel().orElse("none"))
                .toList();
    }

    private static Step limited(int seconds) {
        return ScriptedEngine.failure(ScriptedEngine.hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(seconds)));
    }

    private static List<String> keysOf(ScriptedEngine engine) {
        return engine.seen.stream()
                .map(request ->
                        request.callOptions().apiKey().map(Secret::reveal).orElse("none"))
                .toList();
    }

    @Test
    void aLimitedKeyRestsAndTheNextGoesOnAtOnce() {
        ScriptedEngine engine = new ScriptedEngine(limited(20), ScriptedEngine.answer("hi"));
        ChatEngine pooled = pooled(engine);

        assertThat(ask(pooled).join().text()).isEqualTo("hi");

        assertThat(keysOf(engine)).containsExactly(PLANTED + "-1", PLANTED + "-2");
        assertThat(labels()).containsExactly("first", "second");
        assertThat(engine.purposes(call)).containsExactly(Attempt.Purpose.FIRST, Attempt.Purpose.ROTATE);
        assertThat(engine.sentAt).containsExactly(0L, 0L);

        assertThat(ask(pooled)).isCompleted();
        assertThat(labels()).as("the first one rests").containsExactly("second");
        clock.advance(Duration.ofSeconds(20));
        assertThat(ask(pooled)).isCompleted();
        assertThat(labels()).as("the first one is back").containsExactly("first");
    }

    @Test
    void aKeyThatRestsForAllTimeLeavesTheOthers() {
        LlmException absurd = ScriptedEngine.hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(Long.MAX_VALUE));
        ChatEngine pooled = pooled(new ScriptedEngine(ScriptedEngine.failure(absurd), ScriptedEngine.answer("hi")));

        assertThat(ask(pooled).join().text()).isEqualTo("hi");
        assertThat(labels()).containsExactly("first", "second");
        assertThat(ask(pooled)).isCompleted();
        assertThat(labels()).containsExactly("second");
    }

    @Test
    void aKeyRestsForTheModelThatLimitedIt() {
        ask(pooled(new ScriptedEngine(limited(20), ScriptedEngine.answer("hi"))));
        ScriptedEngine other = new ScriptedEngine(ScriptedEngine.answer("hi")) {
            @Override
            public ModelRef ref() {
                return ModelRef.parse("fake:other");
            }
        };
        assertThat(ask(pooled(other))).isCompleted();
        assertThat(labels()).containsExactly("first");
    }

    @Test
    void whenAllRestTheSoonestTimeIsNamedAndNothingIsSent() {
        ScriptedEngine engine = new ScriptedEngine(limited(40), limited(5), limited(50));
        ChatEngine pooled = pooled(engine);

        LlmException first = failureOf(ask(pooled));
        assertThat(first).isInstanceOf(RateLimitException.class);
        assertThat(first.retryAfter()).contains(Duration.ofSeconds(5));
        assertThat(first.attempts()).hasSize(3);

        clock.advance(Duration.ofSeconds(2));
        LlmException refusal = failureOf(ask(pooled));
        assertThat(refusal).isInstanceOf(RateLimitException.class);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(refusal.advice()).isEqualTo(Advice.WAIT_THEN_RETRY);
        assertThat(engine.requests).hasValue(3);
        assertThat(refusal).hasMessageContaining("[first, second, third]").hasMessageContaining("3000 ms");
    }

    @Test
    void retryWaitsForTheKeyThatIsBackFirst() {
        ScriptedEngine engine = new ScriptedEngine(limited(40), limited(5), limited(50), ScriptedEngine.answer("hi"));
        ChatEngine chain = Resilience.builder()
                .keys(pool)
                .retry(RetryPolicy.builder().maxAttempts(6).build(), RetryBudget.standard())
                .build()
                .over(engine);
        CompletableFuture<ChatResponse> future = ask(chain);
        clock.advance(Duration.ofSeconds(6));
        assertThat(future.join().text()).isEqualTo("hi");
        assertThat(labels()).containsExactly("first", "second", "third", "second");
        assertThat(engine.purposes(call))
                .containsExactly(
                        Attempt.Purpose.FIRST, Attempt.Purpose.ROTATE, Attempt.Purpose.ROTATE, Attempt.Purpose.RETRY);
        assertThat(engine.sentAt.get(3)).isBetween(5_000_000_000L, 5_500_000_000L);
    }

    @Test
    void aRefusedKeyIsOutUntilItsValueChanges() {
        KeyPool rotating = KeyPool.builder()
                .key("second", Secret.from(second::get))
                .key("third", Secret.of(PLANTED + "-3"))
                .build();
        ScriptedEngine engine =
                new ScriptedEngine(ScriptedEngine.failure(ErrorKind.AUTHENTICATION), ScriptedEngine.answer("hi"));
        ChatEngine pooled = Resilience.builder().keys(rotating).build().over(engine);
        assertThat(ask(pooled)).isCompleted();
        assertThat(labels()).containsExactly("second", "third");
        clock.advance(Duration.ofDays(30));
        assertThat(ask(pooled)).isCompleted();
        assertThat(labels()).containsExactly("third");

        second.set(PLANTED + "-new");
        assertThat(ask(pooled)).isCompleted();
        assertThat(labels()).containsExactly("second");
    }

    @Test
    void whenEveryKeyWasRefusedNothingIsSent() {
        ScriptedEngine engine = new ScriptedEngine(ScriptedEngine.failure(ErrorKind.AUTHENTICATION));
        ChatEngine pooled = pooled(engine);
        assertThat(failureOf(ask(pooled)).kind()).isEqualTo(ErrorKind.AUTHENTICATION);
        LlmException refusal = failureOf(ask(pooled));
        assertThat(refusal.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
        assertThat(refusal.reason()).isEqualTo("keys_refused");
        assertThat(engine.requests).hasValue(3);
    }

    @Test
    void anExhaustedQuotaIsOutUntilItsReset() {
        LlmException daily = ScriptedEngine.hinted(ErrorKind.QUOTA_EXHAUSTED, Duration.ofHours(5));
        ScriptedEngine engine = new ScriptedEngine(ScriptedEngine.failure(daily), ScriptedEngine.answer("hi"));
        ChatEngine pooled = pooled(engine);
        assertThat(ask(pooled)).isCompleted();
        clock.advance(Duration.ofHours(5).minusSeconds(1));
        assertThat(ask(pooled)).isCompleted();
        assertThat(labels()).containsExactly("second");
        clock.advance(Duration.ofSeconds(1));
        assertThat(ask(pooled)).isCompleted();
        assertThat(labels()).containsExactly("first");
    }

    @Test
    void aLimitThatIsOverSoonerSpeaksForThePool() {
        ScriptedEngine engine = new ScriptedEngine(
                limited(7),
                ScriptedEngine.failure(ErrorKind.QUOTA_EXHAUSTED),
                ScriptedEngine.failure(ErrorKind.AUTHENTICATION));
        LlmException failure = failureOf(ask(pooled(engine)));
        assertThat(failure).isInstanceOf(RateLimitException.class).hasCauseInstanceOf(LlmException.class);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(failure.attempts()).hasSize(3);

        KeyPool single = KeyPool.builder().key("only", Secret.of(PLANTED)).build();
        LlmException quota = failureOf(ask(Resilience.builder()
                .keys(single)
                .build()
                .over(new ScriptedEngine(ScriptedEngine.failure(ErrorKind.QUOTA_EXHAUSTED)))));
        assertThat(quota).isInstanceOf(QuotaExhaustedException.class);
        assertThat(quota.retryAfter()).contains(Duration.ofHours(1));
    }

    @Test
    void otherFailuresAreNoMatterOfTheKey() {
        ScriptedEngine engine = new ScriptedEngine(ScriptedEngine.failure(ErrorKind.SERVER_ERROR));
        assertThat(failureOf(ask(pooled(engine))).kind()).isEqualTo(ErrorKind.SERVER_ERROR);
        assertThat(engine.requests).hasValue(1);
    }

    @Test
    void theCapOfTheCallBoundsTheRotation() {
        ScriptedEngine engine = new ScriptedEngine(limited(20));
        CallContext capped = CallContext.of(clock, 2, waiting -> {});
        assertThat(failureOf(pooled(engine).generate(HELLO, capped)).attempts()).hasSize(2);
    }

    @Test
    void streamsRotateUntilTheirFirstContent() {
        ScriptedEngine engine = new ScriptedEngine(limited(20), ScriptedEngine.answer("a", "b"));
        Listener listener = new Listener();
        pooled(engine).stream(HELLO, call).subscribe(listener);
        listener.readAll();
        assertThat(listener.kinds()).containsExactly("Started", "TextDelta", "TextDelta", "Finished");
        assertThat(labels()).containsExactly("first", "second");

        LlmException late = ScriptedEngine.hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(1));
        ScriptedEngine cut = new ScriptedEngine(ScriptedEngine.failure(late, "a"), ScriptedEngine.answer("b"));
        Listener partial = new Listener();
        pooled(cut).stream(HELLO, CallContext.of(clock)).subscribe(partial);
        partial.readAll();
        assertThat(partial.text()).isEqualTo("a");
        assertThat(partial.failure).isNotNull();
        assertThat(cut.requests).hasValue(1);
    }

    @Test
    void aRequestWithAKeyOrAnAddressOfItsOwnGoesPastThePool() {
        ScriptedEngine engine = new ScriptedEngine(ScriptedEngine.answer("hi"));
        ChatEngine pooled = pooled(engine);
        CallOptions ownKey = CallOptions.builder().apiKey(Secret.of("own")).build();
        CallOptions ownUrl = CallOptions.builder()
                .baseUrl(URI.create("https://elsewhere.example"))
                .build();
        for (CallOptions options : List.of(ownKey, ownUrl)) {
            ChatRequest request = HELLO.toBuilder().callOptions(options).build();
            assertThat(pooled.generate(request, call)).isCompleted();
        }
        assertThat(keysOf(engine)).containsExactly("own", "none");
        assertThat(labels()).containsExactly("none", "none");
    }

    @Test
    void whatElseACallSaysIsKept() {
        ScriptedEngine engine = new ScriptedEngine(ScriptedEngine.answer("hi"));
        ChatRequest request = HELLO.toBuilder()
                .callOptions(CallOptions.builder().header("X-Team", "blue").build())
                .build();
        assertThat(pooled(engine).generate(request, call)).isCompleted();
        assertThat(engine.seen.get(0).callOptions().headers()).containsEntry("X-Team", "blue");
    }

    @Test
    void embeddingsRotateToo() {
        Vectors engine = new Vectors();
        CompletableFuture<EmbeddingResponse> future =
                Resilience.builder().keys(pool).build().over(engine).embed(EmbeddingRequest.of("text"), call);
        assertThat(future).isCompleted();
        assertThat(engine.keys).containsExactly(PLANTED + "-1", PLANTED + "-2");
        assertThat(labels()).containsExactly("first", "second");
    }

    @Test
    void noKeyIsShown() {
        ChatEngine pooled = pooled(new ScriptedEngine(limited(5)));
        LlmException failure = failureOf(ask(pooled));
        assertThat(List.of(pool, pooled, failure, call.ledger().attempts(), failureOf(ask(pooled))))
                .allSatisfy(shown -> assertThat(shown.toString()).doesNotContain("planted"));
    }

    @Test
    void nonsenseIsRefused() {
        KeyPool.Builder builder = KeyPool.builder();
        assertThatThrownBy(builder::build).hasMessageContaining("at least one key");
        assertThatThrownBy(() -> builder.key(" ", Secret.of("x"))).hasMessageContaining("label");
        builder.key("a", Secret.of("x"));
        assertThatThrownBy(() -> builder.key("a", Secret.of("y"))).hasMessageContaining("'a'");
        assertThat(builder.build()).hasToString("KeyPool[a]");
    }

    @Test
    void aSourceThatFailsIsLeftToTheDriver() {
        KeyPool broken = KeyPool.builder()
                .key("broken", Secret.from(() -> {
                    throw new IllegalStateException("scripted");
                }))
                .build();
        ScriptedEngine engine = new ScriptedEngine(ScriptedEngine.answer("hi"));
        assertThat(ask(Resilience.builder().keys(broken).build().over(engine))).isCompleted();
        assertThat(labels()).containsExactly("broken");
    }

    private static LlmException failureOf(CompletableFuture<?> future) {
        assertThat(future).isDone();
        return LlmException.of(Objects.requireNonNull(
                future.handle((answer, failure) -> failure).join(), "a failure"));
    }

    /** Limits the first key. */
    private static final class Vectors implements EmbeddingEngine {
        private final List<String> keys = new ArrayList<>();

        @Override
        public ModelRef ref() {
            return ScriptedEngine.REF;
        }

        @Override
        public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
            var entry = call.beginAttempt(ref());
            keys.add(request.callOptions().apiKey().orElseThrow().reveal());
            if (keys.size() == 1) {
                entry.failed(ErrorKind.RATE_LIMITED);
                return CompletableFuture.failedFuture(
                        ScriptedEngine.hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(1)));
            }
            entry.succeeded();
            return CompletableFuture.completedFuture(
                    EmbeddingResponse.builder(ref(), List.of(new float[] {1})).build());
        }
    }
}
