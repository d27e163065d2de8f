package dev.llmdriver.limits.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.LimitStore.Reservation;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.LimitStore.Verdict;
import dev.llmdriver.resilience.LimitStore.Wait;
import dev.llmdriver.testkit.ManualScheduler;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several stores with connections of their own count as one, as several processes do. */
class FleetTest {
    private static final Limit REQUESTS = new Limit("fast", Unit.REQUESTS, Span.TOTAL, 100, ZoneOffset.UTC);
    private static final Limit TOKENS = new Limit("fast", Unit.TOKENS, Span.TOTAL, 1_000, ZoneOffset.UTC);

    @TempDir
    Path folder;

    private RedisServer server;
    private final List<RedisLimitStore> fleet = new ArrayList<>();

    @BeforeEach
    void start() {
        server = RedisServer.start(folder);
        for (int i = 0; i < 3; i++) {
            fleet.add(server.store("test"));
        }
    }

    @AfterEach
    void stop() {
        if (server != null) {
            fleet.forEach(RedisLimitStore::close);
            server.close();
        }
    }

    /** Asks all at once, and waits for all. */
    private List<Verdict> takenByAll(int times, List<Share> shares) {
        List<CompletionStage<Verdict>> asked = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            fleet.forEach(store -> asked.add(store.take(shares)));
        }
        return asked.stream().map(Answers::of).toList();
    }

    private static Stream<Reservation> reservations(List<Verdict> verdicts) {
        return verdicts.stream().filter(Reservation.class::isInstance).map(Reservation.class::cast);
    }

    private long leftOf(Limit limit) {
        RedisLimitStore any = fleet.get(0);
        Answers.of(any.foresee(List.of(new Share(limit, 0))));
        return any.remaining(limit);
    }

    @Test
    void togetherTheyTakeWhatTheLimitHoldsAndNotOneMore() {
        List<Verdict> verdicts = takenByAll(100, List.of(new Share(REQUESTS, 1)));

        assertThat(reservations(verdicts)).hasSize(100);
        assertThat(verdicts).filteredOn(Wait.class::isInstance).hasSize(200);
        assertThat(leftOf(REQUESTS)).isZero();
    }

    @Test
    void whatIsRefusedByOneLimitIsTakenOfNone() {
        List<Verdict> verdicts = takenByAll(50, List.of(new Share(REQUESTS, 1), new Share(TOKENS, 300)));

        assertThat(reservations(verdicts)).hasSize(3);
        assertThat(leftOf(REQUESTS)).isEqualTo(97);
        assertThat(leftOf(TOKENS)).isEqualTo(100);
    }

    @Test
    void whatIsGivenBackThroughOneIsThereForAnother() {
        List<Share> all = List.of(new Share(REQUESTS, 100));
        Reservation held = (Reservation) Answers.of(fleet.get(0).take(all));
        assertThat(Answers.of(fleet.get(1).take(all))).isInstanceOf(Wait.class);

        Answers.of(held.settle(List.of(new Share(REQUESTS, 0))));

        assertThat(Answers.of(fleet.get(1).take(all))).isInstanceOf(Reservation.class);
    }

    @Test
    void settlingFromManySidesLosesNothing() {
        List<Reservation> held =
                reservations(takenByAll(10, List.of(new Share(TOKENS, 30)))).toList();
        assertThat(held).hasSize(30);

        List<CompletionStage<Void>> booked = new ArrayList<>();
        held.forEach(each -> booked.add(each.settle(List.of(new Share(TOKENS, 7)))));
        booked.forEach(Answers::of);

        assertThat(leftOf(TOKENS)).isEqualTo(1_000 - 30 * 7);
    }

    @Test
    void aLimitThatWasChangedKeepsItsCount() {
        Answers.of(fleet.get(0).take(List.of(new Share(REQUESTS, 60))));
        Limit narrower = new Limit("fast", Unit.REQUESTS, Span.TOTAL, 70, ZoneOffset.UTC);

        assertThat(Answers.of(fleet.get(1).take(List.of(new Share(narrower, 11)))))
                .isInstanceOf(Wait.class);
        assertThat(Answers.of(fleet.get(1).take(List.of(new Share(narrower, 10)))))
                .isInstanceOf(Reservation.class);
    }

    @Test
    void whatIsLeftIsKnownOnceSomebodyAsked() {
        Answers.of(fleet.get(0).take(List.of(new Share(REQUESTS, 60))));

        assertThat(fleet.get(0).remaining(REQUESTS)).isEqualTo(40);
        assertThat(fleet.get(1).remaining(REQUESTS)).isEqualTo(100);
        Answers.of(fleet.get(1).foresee(List.of(new Share(REQUESTS, 1))));
        assertThat(fleet.get(1).remaining(REQUESTS)).isEqualTo(40);
    }

    @Test
    void oneZoneWithTwoNamesIsOne() {
        Limit month = new Limit("fast", Unit.USD, Span.MONTH, 10, ZoneOffset.UTC);
        Limit same = new Limit("fast", Unit.USD, Span.MONTH, 10, ZoneId.of("UTC"));
        ManualScheduler time = new ManualScheduler();
        try (RedisLimitStore one = new RedisLimitStore(server.link(), "zones", new GivenClock(time))) {
            assertThat(Answers.of(one.take(List.of(new Share(month, 6))))).isInstanceOf(Reservation.class);
            assertThat(Answers.of(one.take(List.of(new Share(same, 6))))).isInstanceOf(Wait.class);
        }
    }

    @Test
    void anotherPrefixIsAnotherPurse() {
        takenByAll(34, List.of(new Share(REQUESTS, 1)));

        try (RedisLimitStore other = server.store("other")) {
            assertThat(Answers.of(other.take(List.of(new Share(REQUESTS, 100)))))
                    .isInstanceOf(Reservation.class);
        }
    }
}
