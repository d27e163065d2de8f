package dev.llmdriver.limits.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.limits.redis.internal.ServerClock;
import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.LimitStore.Reservation;
import dev.llmdriver.resilience.LimitStore.Share;
import io.lettuce.core.RedisConnectionException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of steps while Redis is away, and afterwards. */
@Timeout(120)
class OutageTest {
    private static final List<Share> ONE =
            List.of(new Share(new Limit("fast", Unit.REQUESTS, Span.TOTAL, 1_000_000, ZoneOffset.UTC), 1));

    @TempDir
    Path folder;

    private RedisServer server;
    private RedisLimitStore store;

    private void start(String... options) {
        server = RedisServer.start(folder, options);
        store = server.store("test");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            store.close();
            server.close();
        }
    }

    private static RedisLimitStore store(String address) {
        return new RedisLimitStore(RedisLimitStore.link(address, Duration.ofSeconds(60)), "test", new ServerClock());
    }

    private Throwable failure() {
        return Answers.failure(store.take(ONE));
    }

    private static List<Share> share(long amount) {
        return List.of(new Share(ONE.get(0).limit(), amount));
    }

    private void assertTakes() {
        assertThat(Answers.of(store.take(ONE))).isInstanceOf(Reservation.class);
    }

    @Test
    void aRedisThatIsAwayFailsStepsAndIsUsedOnceItIsBack() {
        start();
        assertTakes();

        server.close();
        Throwable failure = failure();
        while (!(failure.getCause() instanceof RedisConnectionException)) {
            failure = failure(); // the end of the old connection may be on its way
        }
        assertThat(failure)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(server.place())
                .hasMessageContaining("is Redis running there");

        server.restart();
        assertTakes();
    }

    @Test
    void aRedisThatIsNotThereYetIsUsedOnceItIs() {
        start();
        server.close();
        assertThat(failure()).hasCauseInstanceOf(RedisConnectionException.class);

        server.restart();
        assertTakes();
    }

    @Test
    void aRedisThatStandsStillFailsStepsUntilItGoesOn() throws IOException, InterruptedException {
        start();
        try (RedisLimitStore impatient = RedisLimitStore.of(server.address())) {
            takeUntilItIsGiven(impatient);

            server.signal("STOP");
            assertThat(Answers.failure(impatient.take(ONE))).hasMessageContaining("did not answer");
            server.signal("CONT");

            takeUntilItIsGiven(impatient);
        }
    }

    /** A slow machine may be too slow for a store that waits no longer than any process does. */
    private static void takeUntilItIsGiven(RedisLimitStore store) {
        CompletableFuture<Boolean> given;
        do {
            given = store.take(ONE).toCompletableFuture().handle((verdict, failure) -> verdict instanceof Reservation);
        } while (!Answers.of(given));
    }

    @Test
    void aScriptThatWasForgottenIsSentAgain() {
        start();
        assertTakes();

        Console.run(server.address(), console -> console.scriptFlush());

        assertTakes();
    }

    @Test
    void aPasswordLetsInAndIsNeverShown() {
        start("--requirepass", "s3cret-word");
        String right = server.address().replace("//", "//:s3cret-word@");
        try (RedisLimitStore known = store(right)) {
            assertThat(Answers.of(known.take(ONE))).isInstanceOf(Reservation.class);
            assertThat(known).asString().doesNotContain("s3cret").contains(server.place());
        }
        try (RedisLimitStore wrong = store(right.replace("s3cret", "wr0ng"))) {
            assertThat(Answers.failure(wrong.take(ONE))).satisfies(refused -> {
                assertThat(refused).hasMessageContaining("is its password right");
                assertThat(refused).hasStackTraceContaining("WRONGPASS");
                assertThat(refused.getCause()).hasMessageNotContainingAny("wr0ng", "s3cret");
            });
        }
    }

    private long left() {
        try (RedisLimitStore other = server.store("test")) {
            Answers.of(other.foresee(ONE));
            return other.remaining(ONE.get(0).limit());
        }
    }

    @Test
    void whatIsBeingBookedWhenTheStoreIsClosedIsBooked() {
        start();
        Reservation held = (Reservation) Answers.of(store.take(share(100)));

        CompletionStage<Void> booked = held.settle(share(7));
        store.close();

        Answers.of(booked);
        assertThat(left()).isEqualTo(1_000_000 - 7);
    }

    /** More than once, for what a connection says of its end depends on the moment. */
    @RepeatedTest(5)
    void whatWasUsedWhileRedisWasAwayIsBookedOnceItIsBack() {
        start();
        Reservation held = (Reservation) Answers.of(store.take(ONE));
        server.close();
        assertThat(failure()).isInstanceOf(IllegalStateException.class);

        CompletionStage<Void> booked = held.settle(share(7));
        server.restart();

        Answers.of(booked);
        assertThat(left()).isEqualTo(1_000_000 - 6); // what was taken before is not known any more
    }

    @Test
    void nothingIsTakenFromAClosedStore() {
        start();
        assertTakes();

        store.close();
        store.close();

        assertThat(failure()).hasMessage("the store of limits is closed");
    }
}
