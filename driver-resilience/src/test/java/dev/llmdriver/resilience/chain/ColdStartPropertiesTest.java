package dev.llmdriver.resilience.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ModelRef;
import dev.llmdriver.resilience.ColdStart;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.resilience.RetryBudget;
import dev.llmdriver.resilience.RetryPolicy;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However many callers wait for a model that is being loaded, one of them asks, and not before its time. */
class ColdStartPropertiesTest {
    private static final String SEED = "20260103";
    private static final ModelRef REF = ModelRef.parse("provider:model");
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration WITHOUT_HINT = Duration.ofSeconds(2);

    /** What a provider says of the time that is left. */
    private enum Estimate {
        RIGHT,
        NONE,
        ALWAYS_20_S
    }

    /** A model that is loaded at some time, and those who want it. */
    private record Loading(Duration time, Duration latency, Estimate estimate, List<Plan> plans) {
        Answer answer(Duration now) {
            Duration left = time.minus(now).minus(latency);
            if (left.isNegative() || left.isZero()) {
                return Answer.ok().after(latency);
            }
            Answer loading = Answer.of(Answer.Kind.LOADING).after(latency);
            return switch (estimate) {
                case RIGHT -> loading.hinting(left);
                case NONE -> loading;
                case ALWAYS_20_S -> loading.hinting(Duration.ofSeconds(20));
            };
        }

        /** {@return the requests of all callers, who share a coordinator or have one each} */
        Played play(boolean shared) {
            ManualScheduler clock = new ManualScheduler();
            Provider provider = new Provider(clock);
            ChatEngine driver = provider.engine(REF, () -> answer(Duration.ofNanos(clock.nanoTime())));
            ChatEngine one = chain(driver);
            List<Caller> callers = new ArrayList<>();
            for (Plan plan : plans) {
                Caller caller = new Caller(plan, provider, Caller.REQUEST);
                callers.add(caller);
                ChatEngine engine = shared ? one : chain(driver);
                clock.schedule(plan.start(), () -> caller.begin(engine));
            }
            clock.advance(LONG.multipliedBy(2));
            return new Played(this, provider.socket, callers);
        }

        private static ChatEngine chain(ChatEngine driver) {
            return Resilience.builder()
                    .deadline(LONG)
                    .coldStart(ColdStart.of(LONG))
                    .retry(RetryPolicy.defaults(), RetryBudget.standard())
                    .build()
                    .over(driver);
        }
    }

    private record Played(Loading loading, List<Sent> socket, List<Caller> callers) {
        /** {@return what was sent after somebody heard of the loading, up to the request that is answered} */
        List<Sent> probes() {
            int known = socket.stream()
                    .filter(sent -> sent.answer.isError())
                    .mapToInt(sent -> sent.endTick)
                    .min()
                    .orElse(Integer.MAX_VALUE);
            int loaded = socket.stream()
                    .filter(sent -> !sent.answer.isError() && sent.tick > known)
                    .mapToInt(sent -> sent.tick)
                    .min()
                    .orElse(Integer.MAX_VALUE);
            return socket.stream()
                    .filter(sent -> sent.tick > known && sent.tick <= loaded)
                    .toList();
        }

        void check() {
            List<Sent> probes = probes().stream().filter(Sent::isProbe).toList();
            for (int i = 1; i < probes.size(); i++) {
                Sent before = probes.get(i - 1);
                Sent next = probes.get(i);
                assertThat(before.endTick)
                        .as("the end of %s before %s", before, next)
                        .isLessThan(next.tick);
                if (before.error == before.answer.failure(REF).kind()) {
                    Duration least = before.answer.hint().isZero() ? WITHOUT_HINT : before.answer.hint();
                    assertThat(Duration.ofNanos(next.at - before.endedAt))
                            .as("the time from %s to %s", before, next)
                            .isGreaterThanOrEqualTo(least);
                }
            }
            assertThat(callers)
                    .as("callers")
                    .allMatch(caller ->
                            caller.response != null || caller.plan.cancel().isPresent());
        }
    }

    @Provide
    Arbitrary<Loading> patient() {
        return loadings(Arbitraries.just(Optional.empty()));
    }

    @Provide
    Arbitrary<Loading> impatient() {
        return loadings(millis(0, 40_000)
                .map(Optional::of)
                .injectNull(0.5)
                .map(time -> time == null ? Optional.empty() : time));
    }

    private static Arbitrary<Loading> loadings(Arbitrary<Optional<Duration>> cancels) {
        Arbitrary<Plan> plans = Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.oneOf(Arbitraries.just(Duration.ZERO), millis(0, 50_000)),
                        cancels)
                .as((streams, start, cancel) -> new Plan(streams, start, cancel, List.of(), 6));
        return Combinators.combine(
                        millis(1, 60_000),
                        Arbitraries.oneOf(Arbitraries.just(Duration.ZERO), millis(1, 3_000)),
                        Arbitraries.of(Estimate.values()),
                        plans.list().ofMinSize(1).ofMaxSize(10))
                .as(Loading::new);
    }

    private static Arbitrary<Duration> millis(long least, long most) {
        return Arbitraries.longs().between(least, most).map(Duration::ofMillis);
    }

    @Property(seed = SEED)
    void waitingCallersCauseOneProbeAtATime(@ForAll("patient") Loading loading) {
        Played played = loading.play(true);
        played.check();
        assertThat(played.probes()).as("nobody begins anew while others wait").allMatch(Sent::isProbe);
        assertThat(played.probes())
                .as("probes where the first estimate is right")
                .hasSizeLessThanOrEqualTo(loading.estimate() == Estimate.RIGHT ? 1 : Integer.MAX_VALUE);
    }

    @Property(seed = SEED)
    void whoGivesUpLeavesTheProbeToTheNext(@ForAll("impatient") Loading loading) {
        loading.play(true).check();
    }

    @Property(tries = 1, seed = SEED)
    void callersWhoDoNotShareAreSeen() {
        boolean seen = patient().sampleStream().limit(300).anyMatch(loading -> {
            try {
                loading.play(false).check();
                return false;
            } catch (AssertionError broken) {
                return true;
            }
        });
        assertThat(seen).as("a coordinator for each caller alone is noticed").isTrue();
    }
}
