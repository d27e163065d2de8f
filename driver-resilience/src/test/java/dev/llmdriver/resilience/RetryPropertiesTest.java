package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.ScriptedEngine.Step;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What holds for every script of failures, policy, cap and deadline. A failure names the seed to run again. */
class RetryPropertiesTest {
    private static final List<ErrorKind> KINDS = List.of(
            ErrorKind.OVERLOADED,
            ErrorKind.RATE_LIMITED,
            ErrorKind.SERVER_ERROR,
            ErrorKind.CONNECT_FAILED,
            ErrorKind.STREAM_INTERRUPTED,
            ErrorKind.AUTHENTICATION);

    @Test
    void everyScriptKeepsTheRules() {
        long base = Long.getLong("retry.seed", 20_260_104);
        for (int round = 0; round < 2000; round++) {
            long seed = base + round;
            boolean streams = round % 2 == 0;
            try {
                new Round(new Random(seed), streams).check();
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed + ", streams " + streams, broken);
            }
        }
    }

    private static final class Round {
        private final ManualScheduler clock = new ManualScheduler();
        private final List<Step> script;
        private final ScriptedEngine engine;
        private final RetryPolicy policy;
        private final int cap;
        private final Duration deadline;
        private final CallContext call;
        private final boolean streams;

        Round(Random random, boolean streams) {
            this.streams = streams;
            this.script = script(random);
            this.engine = new ScriptedEngine(script.toArray(Step[]::new));
            this.policy = RetryPolicy.builder()
                    .maxAttempts(1 + random.nextInt(8))
                    .random(new Random(random.nextLong()))
                    .build();
            this.cap = 1 + random.nextInt(8);
            this.deadline = Duration.ofSeconds(1 + random.nextInt(60));
            this.call = CallContext.of(clock, cap, waiting -> {});
        }

        private static List<Step> script(Random random) {
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                steps.add(random.nextInt(5) == 0 ? ScriptedEngine.answer("hi") : failure(random));
            }
            return steps;
        }

        private static Step failure(Random random) {
            ErrorKind kind = KINDS.get(random.nextInt(KINDS.size()));
            LlmException failure = random.nextInt(3) == 0
                    ? ScriptedEngine.hinted(kind, Duration.ofSeconds(random.nextInt(40)))
                    : LlmException.builder(kind, "scripted").build();
            return ScriptedEngine.failure(failure);
        }

        void check() {
            DeadlineEngine chain = new DeadlineEngine(Chains.retrying(engine, policy), deadline);
            boolean answered = streams ? answersStream(chain) : answersWhole(chain);
            int requests = engine.requests.get();
            List<Attempt> attempts = call.ledger().attempts();

            assertThat(clock.pendingAlarms()).as("alarms left").isZero();
            assertThat(requests).as("tries").isLessThanOrEqualTo(policy.maxAttempts());
            assertThat(attempts).as("attempts").hasSizeLessThanOrEqualTo(cap);
            assertThat(attempts).as("ledger").hasSize((int)
                    script.subList(0, requests).stream().filter(Step::leaves).count());
            assertThat(engine.sentAt).as("in time").allMatch(sent -> sent < deadline.toNanos());
            for (int i = 1; i < requests; i++) {
                checkWait(script.get(i - 1).failure(), engine.sentAt.get(i) - engine.sentAt.get(i - 1), i);
            }
            assertThat(answered)
                    .as("answered")
                    .isEqualTo(script.get(requests - 1).failure() == null);
        }

        private void checkWait(LlmException failure, long waited, int failed) {
            assertThat(failure.advice()).isIn(Advice.RETRY, Advice.WAIT_THEN_RETRY);
            long hint = failure.retryAfter().orElse(Duration.ZERO).toNanos();
            long bound = Math.min(8_000_000_000L, 500_000_000L << (failed - 1));
            assertThat(hint).isLessThanOrEqualTo(30_000_000_000L);
            assertThat(waited).isBetween(hint, hint == 0 ? bound : hint + hint / 10);
        }

        private boolean answersWhole(DeadlineEngine chain) {
            CompletableFuture<ChatResponse> future = chain.generate(HELLO, call);
            clock.advance(Duration.ofMinutes(5));
            assertThat(future).isDone();
            return !future.isCompletedExceptionally();
        }

        private boolean answersStream(DeadlineEngine chain) {
            Listener listener = new Listener();
            chain.stream(HELLO, call).subscribe(listener);
            listener.readAll();
            clock.advance(Duration.ofMinutes(5));
            assertThat(listener.isOver()).isTrue();
            return listener.completed;
        }
    }
}
