package dev.llmdriver.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Price;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.testkit.ManualScheduler;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A store that is out of order lets nothing through, and mends by itself. */
class FailingLimitStoreTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final Broken store = new Broken(LimitStore.inProcess(clock));
    private final Gate limiter = RateLimiter.builder("fast")
            .store(store)
            .requests(Span.MINUTE, 1)
            .build()
            .gate();

    private static final class Broken implements LimitStore {
        private final LimitStore sound;
        private boolean throwing;
        private boolean failing;
        private boolean missing;
        private boolean unclosable;
        private boolean silent;
        private final List<Runnable> late = new ArrayList<>();

        Broken(LimitStore sound) {
            this.sound = sound;
        }

        private <T> CompletionStage<T> answer(Supplier<CompletionStage<T>> question) {
            if (missing) {
                throw new NoClassDefFoundError("scripted");
            }
            if (throwing) {
                throw new IllegalStateException("no connection");
            }
            if (silent) {
                CompletableFuture<T> answer = new CompletableFuture<>();
                late.add(() -> question.get().thenAccept(answer::complete));
                return answer;
            }
            return failing
                    ? CompletableFuture.failedFuture(new IllegalStateException("connection reset"))
                    : question.get();
        }

        @Override
        public CompletionStage<Verdict> take(List<Share> shares) {
            return answer(() -> sound.take(shares));
        }

        @Override
        public CompletionStage<Wait> foresee(List<Share> shares) {
            return answer(() -> sound.foresee(shares));
        }

        @Override
        public CompletionStage<Void> close(List<Limit> limits, Duration time) {
            return unclosable
                    ? CompletableFuture.failedFuture(new IllegalStateException("timeout"))
                    : answer(() -> sound.close(limits, time));
        }

        @Override
        public long remaining(Limit limit) {
            return sound.remaining(limit);
        }
    }

    private static void assertRefused(Asker asker) {
        assertThat(asker.refusal()).satisfies(refusal -> {
            assertThat(refusal.kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
            assertThat(refusal.reason()).isEqualTo("store_failed");
            assertThat(refusal.advice()).isEqualTo(Advice.NEXT_TARGET);
            assertThat(refusal).hasRootCauseInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void whatFailsOrThrowsRefusesAndMends() {
        store.failing = true;
        assertRefused(Asker.of(limiter, clock));
        store.throwing = true;
        assertRefused(Asker.of(limiter, clock));

        store.failing = false;
        store.throwing = false;
        assertThat(Asker.of(limiter, clock).isIn()).isTrue();
    }

    @Test
    void whoWaitsIsRefusedWhenTheStoreFails() {
        Asker first = Asker.of(limiter, clock);
        Asker second = Asker.of(limiter, clock);
        store.throwing = true;

        clock.advance(Duration.ofMinutes(1));

        assertThat(first.isIn()).isTrue();
        assertRefused(second);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void aStoreThatNeverAnswersRefusesAndMends() {
        store.silent = true;
        Asker first = Asker.of(limiter, clock);
        Asker second = Asker.of(limiter, clock);

        clock.advance(Duration.ofSeconds(20));

        assertRefused(first);
        assertRefused(second);
        assertThat(clock.pendingAlarms()).isZero();
        store.silent = false;
        Asker third = Asker.of(limiter, clock);
        assertThat(third.isIn()).isTrue();
    }

    @Test
    void nobodyWaitsLongerForASilentStoreThanTheFirst() {
        store.silent = true;
        List<Asker> together = List.of(
                Asker.of(limiter, clock), Asker.of(limiter, clock), Asker.of(limiter, clock), Asker.of(limiter, clock));
        clock.advance(Duration.ofSeconds(4));
        Asker later = Asker.of(limiter, clock);

        clock.advance(Duration.ofSeconds(6));

        together.forEach(FailingLimitStoreTest::assertRefused);
        assertThat(later.isWaiting()).isTrue();
        clock.advance(Duration.ofSeconds(4));
        assertRefused(later);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void whoeverStoodBehindASilentQuestionIsLetInIfTheStoreAnswersAgain() {
        store.silent = true;
        Asker first = Asker.of(limiter, clock);
        Asker second = Asker.of(limiter, clock);
        store.silent = false;

        clock.advance(Duration.ofSeconds(10));

        assertRefused(first);
        assertThat(second.isIn()).isTrue();
    }

    @Test
    void whatItGivesTooLateGoesBack() {
        store.silent = true;
        Asker refused = Asker.of(limiter, clock);
        clock.advance(Duration.ofSeconds(10));
        assertRefused(refused);
        store.silent = false;

        store.late.forEach(Runnable::run);

        assertThat(Asker.of(limiter, clock).isIn()).isTrue();
    }

    @Test
    void anEndThatCannotBeBookedHarmsNobody() {
        Asker first = Asker.of(limiter, clock);
        store.failing = true;

        first.sends().failed(ScriptedEngine.hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(90)));
        store.throwing = true;
        first.failed(ScriptedEngine.hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(90)));

        store.failing = false;
        store.throwing = false;
        Asker next = Asker.of(limiter, clock);
        clock.advance(Duration.ofMinutes(1));
        assertThat(next.isIn()).isTrue();
    }

    @Test
    void aStoreOfWhichAClassIsMissingRefusesAndMends() {
        store.missing = true;
        Asker first = Asker.of(limiter, clock);
        assertThat(first.refusal().reason()).isEqualTo("store_failed");

        store.missing = false;
        assertThat(Asker.of(limiter, clock).isIn()).isTrue();
    }

    @Test
    void whatWasNotUsedComesBackThoughTheWindowCannotBeClosed() {
        Limit minute = new Limit("fast", Unit.TOKENS, Span.MINUTE, 100, ZoneOffset.UTC);
        Gate tokens = RateLimiter.builder("fast")
                .store(store)
                .tokens(Span.MINUTE, 100)
                .build()
                .gate();
        Asker turnedDown = Asker.of(tokens, clock, 40, 20);
        assertThat(store.remaining(minute)).isEqualTo(69);
        store.unclosable = true;

        turnedDown.sends().failed(ScriptedEngine.hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(90)));

        assertThat(store.remaining(minute)).isEqualTo(100);
    }

    @Test
    void aBudgetRefusesToo() {
        Gate budget = Budget.builder("fast")
                .store(store)
                .usd(Span.DAY, BigDecimal.ONE)
                .price(new Price(1, 1))
                .build()
                .gate();
        store.failing = true;
        assertRefused(Asker.of(budget, clock, 1, 1));
        store.throwing = true;
        assertRefused(Asker.of(budget, clock, 1, 1));
    }
}
