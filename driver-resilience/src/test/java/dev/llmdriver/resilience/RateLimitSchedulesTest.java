package dev.llmdriver.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.Size;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds of limits under every order of asking, ending, giving up and time passing. */
class RateLimitSchedulesTest {
    private static final Duration MAX_WAIT = Duration.ofSeconds(70);
    /** Time enough for everything that is on its way to a store and back, and what follows from it. */
    private static final Duration ALL_UNDERWAY = Duration.ofMillis(200);

    private static final int PER_MINUTE = 3;
    private static final int PER_HOUR = 8;
    private static final int TOKENS_PER_MINUTE = 100;

    /** What may happen next. */
    enum Move {
        ASK,
        ASK_TOO,
        ASK_IN_A_HURRY,
        ANSWER,
        NEVER_LEAVE,
        GIVE_UP,
        SECONDS_PASS,
        A_MINUTE_PASSES
    }

    @Property(tries = 1000, seed = "20260315")
    void noOrderOfMovesBreaksALimitOrTheOrder(
            @ForAll @net.jqwik.api.constraints.Size(max = 60) List<Move> moves, @ForAll Random random) {
        ManualScheduler clock = new ManualScheduler();
        Model model = new Model(clock, LimitStore.inProcess(clock), random);
        for (Move move : moves) {
            model.move(move);
            model.check();
            model.checkThatNobodyWaitsForNothing();
        }
        model.end();
    }

    @Property(tries = 300, seed = "20260316")
    void aStoreFarAwayBreaksNothingEither(
            @ForAll @net.jqwik.api.constraints.Size(max = 60) List<Move> moves,
            @ForAll Random random,
            @ForAll boolean hurried) {
        ManualScheduler clock = new ManualScheduler();
        Model model = new Model(clock, new RemoteLimitStore(LimitStore.inProcess(clock), clock), random);
        for (Move move : moves) {
            model.move(move);
            model.pass(hurried ? Duration.ofMillis(random.nextInt(3)) : ALL_UNDERWAY);
            model.check();
            if (!hurried) {
                model.checkThatNobodyWaitsForNothing();
            }
        }
        model.end();
    }

    /** The limiter beside what was booked by it, counted by the minute and the hour in which it was taken. */
    private static final class Model {
        private final ManualScheduler clock;
        private final Random random;
        private final LimitStore store;
        private final Gate gate;
        private final List<Taker> outside = new ArrayList<>();
        private final List<Taker> inside = new ArrayList<>();
        private final Map<String, Long> booked = new HashMap<>();

        Model(ManualScheduler clock, LimitStore store, Random random) {
            this.clock = clock;
            this.random = random;
            this.store = store;
            this.gate = RateLimiter.builder("fast")
                    .store(store)
                    .requests(Span.MINUTE, PER_MINUTE)
                    .requests(Span.HOUR, PER_HOUR)
                    .tokens(Span.MINUTE, TOKENS_PER_MINUTE)
                    .maxWait(MAX_WAIT)
                    .build()
                    .gate();
        }

        private static final class Taker {
            final Asker asker;
            final int tokens;
            final long cameAt;
            String minute = "";
            String hour = "";

            Taker(Asker asker, int tokens, long cameAt) {
                this.asker = asker;
                this.tokens = tokens;
                this.cameAt = cameAt;
            }
        }

        void move(Move move) {
            switch (move) {
                case ASK, ASK_TOO -> ask(Duration.ofDays(1));
                case ASK_IN_A_HURRY -> ask(Duration.ofSeconds(1 + random.nextInt(60)));
                case ANSWER -> answer();
                case NEVER_LEAVE -> neverLeave();
                case GIVE_UP -> giveUp();
                case SECONDS_PASS -> pass(Duration.ofMillis(random.nextInt(20_000)));
                case A_MINUTE_PASSES -> pass(Duration.ofSeconds(60));
            }
            letIn();
        }

        private void ask(Duration deadline) {
            int tokens = 1 + random.nextInt(TOKENS_PER_MINUTE);
            CallContext call = CallContext.of(clock);
            call.startDeadline(deadline);
            Size size = new Size(OptionalLong.of(0), OptionalLong.of(tokens - 1));
            outside.add(new Taker(Asker.of(gate, call, size), tokens, clock.nanoTime()));
        }

        /** In steps that end where minutes do, so that it is known in which window somebody was let through. */
        void pass(Duration time) {
            long end = clock.nanoTime() + time.toNanos();
            while (clock.nanoTime() < end) {
                long minute = Duration.ofMinutes(1).toNanos();
                long next = (clock.nanoTime() / minute + 1) * minute;
                clock.advance(Duration.ofNanos(Math.min(next - 1, end) - clock.nanoTime()));
                letIn();
                clock.advance(Duration.ofNanos(Math.min(1, end - clock.nanoTime())));
                letIn();
            }
        }

        /** Whoever is let through was the first of those who still wait. */
        private void letIn() {
            outside.removeIf(taker -> taker.asker.pass.isCompletedExceptionally());
            while (!outside.isEmpty() && outside.get(0).asker.isIn()) {
                Taker taker = outside.remove(0);
                taker.minute = "minute " + minute();
                taker.hour = "hour " + hour();
                book(taker, 1, taker.tokens);
                inside.add(taker);
            }
        }

        private void book(Taker taker, long requests, long tokens) {
            booked.merge(taker.minute, requests, Long::sum);
            booked.merge(taker.hour, requests, Long::sum);
            booked.merge("tokens of " + taker.minute, tokens, Long::sum);
        }

        private void answer() {
            if (!inside.isEmpty()) {
                Taker taker = inside.remove(random.nextInt(inside.size()));
                int used = random.nextInt(taker.tokens + 1);
                book(taker, 0, used - taker.tokens);
                taker.asker.sends().answered(Usage.of(0, used));
            }
        }

        private void neverLeave() {
            if (!inside.isEmpty()) {
                Taker taker = inside.remove(random.nextInt(inside.size()));
                book(taker, -1, -taker.tokens);
                taker.asker.neverLeft();
            }
        }

        private void giveUp() {
            if (!outside.isEmpty()) {
                outside.remove(random.nextInt(outside.size())).asker.pass.cancel(true);
            }
        }

        void check() {
            assertThat(outside).as("nobody is let through before the first").noneMatch(taker -> taker.asker.isIn());
            assertThat(outside)
                    .allMatch(taker -> clock.nanoTime() - taker.cameAt
                            < MAX_WAIT.plusMillis(3).toNanos());
            booked.forEach((window, count) -> assertThat(count).as(window).isBetween(0L, most(window)));
        }

        private static long most(String window) {
            if (window.startsWith("tokens")) {
                return TOKENS_PER_MINUTE;
            }
            return window.startsWith("minute") ? PER_MINUTE : PER_HOUR;
        }

        /** And that the store has booked what is booked here. */
        void checkThatNobodyWaitsForNothing() {
            long requests = left(Limit.Unit.REQUESTS, Span.MINUTE, PER_MINUTE, "minute " + minute());
            long hourly = left(Limit.Unit.REQUESTS, Span.HOUR, PER_HOUR, "hour " + hour());
            long tokens = left(Limit.Unit.TOKENS, Span.MINUTE, TOKENS_PER_MINUTE, "tokens of minute " + minute());
            if (!outside.isEmpty()) {
                boolean fits = requests > 0 && hourly > 0 && tokens >= outside.get(0).tokens;
                assertThat(fits).as("the first could be let through").isFalse();
            }
        }

        private long left(Limit.Unit unit, Span span, long most, String window) {
            long left = most - booked.getOrDefault(window, 0L);
            assertThat(store.remaining(new Limit("fast", unit, span, most, ZoneOffset.UTC)))
                    .as(window)
                    .isEqualTo(left);
            return left;
        }

        private long minute() {
            return clock.nanoTime() / Duration.ofMinutes(1).toNanos();
        }

        private long hour() {
            return clock.nanoTime() / Duration.ofHours(1).toNanos();
        }

        /** Everything is booked, everybody is heard in time, and nothing is left behind. */
        void end() {
            pass(ALL_UNDERWAY);
            checkThatNobodyWaitsForNothing();
            pass(MAX_WAIT);
            assertThat(outside).isEmpty();
            while (!inside.isEmpty()) {
                neverLeave();
            }
            pass(ALL_UNDERWAY);
            checkThatNobodyWaitsForNothing();
            assertThat(clock.pendingAlarms()).isZero();
        }
    }

    @Property(tries = 300, seed = "20260317")
    void whateverIsUsedAndHintedNobodyIsLetThroughBeforeItIsPaid(
            @ForAll @net.jqwik.api.constraints.Size(max = 40) List<Move> moves, @ForAll Random random) {
        ManualScheduler clock = new ManualScheduler();
        Gate gate = RateLimiter.builder("fast")
                .store(LimitStore.inProcess(clock))
                .tokens(Span.MINUTE, TOKENS_PER_MINUTE)
                .maxWait(Duration.ofHours(2))
                .build()
                .gate();
        long used = 0;
        long closedUntil = 0;
        for (Move move : moves) {
            Asker asker = Asker.of(gate, clock, 0, 59);
            while (!asker.pass.isDone()) {
                clock.advance(clock.untilNextAlarm().orElseThrow());
            }
            assertThat(asker.isIn()).isTrue();
            assertThat(clock.nanoTime()).isGreaterThanOrEqualTo(closedUntil);
            long windows = clock.nanoTime() / Duration.ofMinutes(1).toNanos() + 1;
            assertThat(used + 60).isLessThanOrEqualTo(windows * TOKENS_PER_MINUTE);
            if (move == Move.GIVE_UP) {
                Duration hint = Duration.ofSeconds(random.nextInt(200));
                closedUntil = clock.nanoTime() + hint.toNanos();
                asker.sends().failed(ScriptedEngine.hinted(ErrorKind.RATE_LIMITED, hint));
            } else {
                long tokens = random.nextInt(1000);
                used += tokens;
                asker.sends().answered(Usage.of(0, tokens));
            }
        }
        assertThat(clock.pendingAlarms()).isZero();
    }
}
