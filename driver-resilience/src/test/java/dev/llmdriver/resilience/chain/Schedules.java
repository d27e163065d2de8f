package dev.llmdriver.resilience.chain;

import dev.llmdriver.resilience.chain.Answer.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random schedules. */
final class Schedules {
    private Schedules() {}

    static Arbitrary<Schedule> all() {
        return Combinators.combine(
                        chains(), targets(), plans().list().ofMinSize(1).ofMaxSize(4))
                .as(Schedule::new);
    }

    private static Arbitrary<Chain> chains() {
        return Combinators.combine(
                        seconds(1, 90),
                        Arbitraries.frequencyOf(
                                Tuple.of(1, Arbitraries.just(Duration.ZERO)), Tuple.of(2, seconds(1, 120))),
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.of(0, 1, 3, 100, 100, 100),
                        limits())
                .as(Chain::new);
    }

    private static Arbitrary<Limits> limits() {
        Arbitrary<Limits> some = Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.longs().between(0, 6),
                        Arbitraries.longs().between(150, 1000),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.oneOf(
                                Arbitraries.just(0L),
                                Arbitraries.longs().between(50, 1500).map(Schedules::tokens)))
                .as(Limits::new);
        return Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(Limits.none())), Tuple.of(2, some));
    }

    private static long tokens(long number) {
        return number * Limits.PER_TOKEN;
    }

    private static Arbitrary<List<List<Answer>>> targets() {
        return answers().list().ofMinSize(1).ofMaxSize(8).list().ofMinSize(1).ofMaxSize(3);
    }

    private static Arbitrary<Answer> answers() {
        return Combinators.combine(
                        kinds(), waits(3), hints(), Arbitraries.integers().between(1, 4), waits(2))
                .as(Answer::new);
    }

    private static Arbitrary<Kind> kinds() {
        return Arbitraries.frequency(
                Tuple.of(4, Kind.OK),
                Tuple.of(5, Kind.RATE_LIMITED),
                Tuple.of(2, Kind.LOADING),
                Tuple.of(4, Kind.OVERLOADED),
                Tuple.of(4, Kind.SERVER_ERROR),
                Tuple.of(2, Kind.UNREACHABLE),
                Tuple.of(1, Kind.QUOTA),
                Tuple.of(1, Kind.WRONG_KEY),
                Tuple.of(1, Kind.TOO_LONG),
                Tuple.of(4, Kind.CUT_BEFORE),
                Tuple.of(2, Kind.CUT_AFTER),
                Tuple.of(1, Kind.STALL),
                Tuple.of(1, Kind.STALL_AFTER));
    }

    private static Arbitrary<Duration> hints() {
        return Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(Duration.ZERO)),
                Tuple.of(2, seconds(1, 12)),
                Tuple.of(1, seconds(13, 120)),
                Tuple.of(1, Arbitraries.of(Duration.ofSeconds(30), Duration.ofSeconds(31), Duration.ofDays(1))));
    }

    private static Arbitrary<Plan> plans() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        waits(10),
                        cancels(),
                        Arbitraries.integers().between(0, 2).list().ofMaxSize(6),
                        Arbitraries.integers().between(1, 8))
                .as(Plan::new);
    }

    private static Arbitrary<Optional<Duration>> cancels() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(Optional.empty())),
                Tuple.of(1, waits(20).map(Optional::of)));
    }

    /** Often none at all, for what happens at one moment is the hardest. */
    private static Arbitrary<Duration> waits(int mostSeconds) {
        return Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(Duration.ZERO)),
                Tuple.of(1, seconds(1, mostSeconds)),
                Tuple.of(2, Arbitraries.longs().between(1, mostSeconds * 1000L).map(Duration::ofMillis)));
    }

    private static Arbitrary<Duration> seconds(long least, long most) {
        return Arbitraries.longs().between(least, most).map(Duration::ofSeconds);
    }
}
