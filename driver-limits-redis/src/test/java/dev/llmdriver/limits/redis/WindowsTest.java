package dev.llmdriver.limits.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.limits.redis.internal.RedisClock;
import dev.llmdriver.limits.redis.internal.RedisLink;
import dev.llmdriver.limits.redis.internal.ServerClock;
import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.LimitStore.Reservation;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.LimitStore.Verdict;
import dev.llmdriver.resilience.LimitStore.Wait;
import dev.llmdriver.testkit.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose time counts, and how long windows are kept. */
class WindowsTest {
    @TempDir
    Path folder;

    private RedisServer server;
    private RedisLink link;
    private final ManualScheduler time = new ManualScheduler();

    @BeforeEach
    void start() {
        server = RedisServer.start(folder);
        link = server.link();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            link.close();
            server.close();
        }
    }

    private RedisLimitStore store(RedisClock clock) {
        return new RedisLimitStore(link, "test", clock);
    }

    private static Limit limit(Span span, long most) {
        return new Limit("fast", Unit.TOKENS, span, most, ZoneOffset.UTC);
    }

    private static Verdict take(RedisLimitStore store, Limit limit, long amount) {
        return Answers.of(store.take(List.of(new Share(limit, amount))));
    }

    /** Believes another time than the server has, and learns it if it listens. */
    private final class Mistaken implements RedisClock {
        private final boolean listens;
        private Instant believed;

        Mistaken(Instant believed, boolean listens) {
            this.believed = believed;
            this.listens = listens;
        }

        @Override
        public synchronized Instant now() {
            return believed;
        }

        @Override
        public Instant told() {
            return time.now();
        }

        @Override
        public synchronized void heard(Instant now) {
            believed = listens ? now : believed;
        }
    }

    @Test
    void theTimeOfTheServerCountsWhateverIsBelievedHere() {
        Limit day = limit(Span.DAY, 10);
        for (String belief : List.of("1999-12-31T23:59:59Z", "2026-01-02T00:00:00Z", "2100-05-05T05:05:05Z")) {
            assertThat(take(store(new Mistaken(Instant.parse(belief), true)), day, 3))
                    .isInstanceOf(Reservation.class);
        }

        RedisLimitStore right = store(new GivenClock(time));
        assertThat(take(right, day, 2)).isInstanceOf(Wait.class);
        assertThat(take(right, day, 1)).isInstanceOf(Reservation.class);
    }

    @Test
    void aTimeThatCannotBeLearntIsAnError() {
        RedisLimitStore lost = store(new Mistaken(Instant.parse("2100-05-05T05:05:05Z"), false));

        assertThat(Answers.failure(lost.take(List.of(new Share(limit(Span.DAY, 10), 1)))))
                .hasMessageContaining("the time of the store of limits at " + server.place());
        assertThat(take(store(new GivenClock(time)), limit(Span.DAY, 10), 10)).isInstanceOf(Reservation.class);
    }

    @Test
    void withoutATestItIsTheServersOwnTime() {
        RedisLimitStore store = store(new ServerClock());
        Limit hour = limit(Span.HOUR, 10);
        List<String> before = Console.run(server.address(), console -> console.time());

        Wait wait = Answers.of(store.foresee(List.of(new Share(hour, 11))));

        List<String> after = Console.run(server.address(), console -> console.time());
        Instant soonest = hour.later(instant(before), 1);
        Instant latest = hour.later(instant(after), 1);
        assertThat(wait.time().orElseThrow())
                .isBetween(Duration.between(instant(after), soonest), Duration.between(instant(before), latest));
    }

    private static Instant instant(List<String> time) {
        return Instant.ofEpochSecond(Long.parseLong(time.get(0)), 1_000 * Long.parseLong(time.get(1)));
    }

    @Test
    void aTimeThatGoesBackOpensNoWindowAgain() {
        ManualScheduler behind = new ManualScheduler();
        time.advance(Duration.ofHours(30));
        Limit day = limit(Span.DAY, 10);
        take(store(new GivenClock(time)), day, 10);

        Wait wait = (Wait) take(store(new GivenClock(behind)), day, 1);

        assertThat(wait.time()).contains(Duration.ofHours(48));
    }

    @Test
    void aClockThatWasWrongAndIsPutRightKeepsNoWindowForLong() {
        ManualScheduler right = new ManualScheduler();
        time.advance(Duration.ofHours(50));
        Limit minute = limit(Span.MINUTE, 10);
        Limit day = limit(Span.DAY, 10);
        Limit total = limit(Span.TOTAL, 10);
        for (Limit each : List.of(minute, day, total)) {
            take(store(new GivenClock(time)), each, 8);
        }

        RedisLimitStore after = store(new GivenClock(right));
        Duration untilMidnight = Duration.between(right.now(), day.later(right.now(), 1));
        Duration untilNext = Duration.between(right.now(), minute.later(right.now(), 1));

        assertThat(((Wait) take(after, minute, 3)).time()).contains(untilNext);
        assertThat(((Wait) take(after, day, 3)).time()).contains(untilMidnight);
        assertThat(((Wait) take(after, total, 3)).time()).isEmpty();
        assertThat(take(after, day, 2)).isInstanceOf(Reservation.class);
        right.advance(untilMidnight);
        assertThat(take(after, day, 10)).isInstanceOf(Reservation.class);
        assertThat(take(after, minute, 10)).isInstanceOf(Reservation.class);
    }

    @Test
    void aDebtIsPaidByAStoreThatNeverSawIt() {
        Limit hour = limit(Span.HOUR, 10);
        Reservation held = (Reservation) take(store(new GivenClock(time)), hour, 10);
        Answers.of(held.settle(List.of(new Share(hour, 58))));
        time.advance(Duration.ofHours(4));

        RedisLimitStore other = store(new GivenClock(time));

        assertThat(take(other, hour, 1)).isInstanceOf(Wait.class);
        assertThat(other.remaining(hour)).isEqualTo(-8);
        time.advance(Duration.ofHours(1));
        assertThat(take(other, hour, 3)).isInstanceOf(Wait.class);
        assertThat(take(other, hour, 2)).isInstanceOf(Reservation.class);
    }

    @Test
    void keysAreForgottenAfterTheirWindowsButNotThoseOfAllTime() {
        RedisLimitStore store = store(new GivenClock(time));
        Limit indebted = limit(Span.HOUR, 10);
        Reservation held = (Reservation) take(store, indebted, 10);
        Answers.of(held.settle(List.of(new Share(indebted, 100))));
        Limit closed = limit(Span.MINUTE, 10);
        Answers.of(store.close(List.of(closed), Duration.ofDays(3)));
        Limit month = new Limit("fast", Unit.USD, Span.MONTH, Long.MAX_VALUE, ZoneId.of("Asia/Tokyo"));
        take(store, month, Long.MAX_VALUE);
        take(store, limit(Span.TOTAL, 10), 1);

        assertThat(secondsKept("{test}:tokens:hour:fast")).isBetween(9 * 3_600L, 12 * 3_600L);
        assertThat(secondsKept("{test}:tokens:minute:fast")).isBetween(259_000L, 259_400L);
        assertThat(secondsKept("{test}:usd:month:Asia/Tokyo:fast")).isBetween(31 * 86_400L, 97 * 86_400L);
        assertThat(secondsKept("{test}:tokens:total:fast")).isEqualTo(-1);
        long keys = Console.run(server.address(), console -> console.dbsize());
        assertThat(keys).isEqualTo(4);
    }

    private long secondsKept(String key) {
        return Console.run(server.address(), console -> console.ttl(key));
    }
}
