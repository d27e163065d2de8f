package dev.llmdriver.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testing.LogCapture;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallContextTest {
    private static final ModelRef REF = new ModelRef("fake", "model");
    private static final Attribute<String> COLOUR = Attribute.named("colour");

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10); // so that the clock runs over
    private final CallContext call = CallContext.of(new HandClock(clock));

    private record HandClock(AtomicLong nanos) implements Scheduler {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return nanos.get();
        }

        @Override
        public Alarm schedule(Duration delay, Runnable task) {
            throw new UnsupportedOperationException("nothing to wait for");
        }
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void theFirstDeadlineWinsAndRunsDownToZero() {
        assertThat(call.remaining()).isEmpty();
        call.startDeadline(Duration.ofSeconds(10));
        call.startDeadline(Duration.ofSeconds(99));
        pass(Duration.ofSeconds(4));
        assertThat(call.remaining()).hasValue(Duration.ofSeconds(6));
        pass(Duration.ofSeconds(7));
        assertThat(call.remaining()).hasValue(Duration.ZERO);
        assertThat(call.elapsed()).isEqualTo(Duration.ofSeconds(11));
    }

    @Test
    void anEndlessDeadlineIsALongOne() {
        call.startDeadline(Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(call.remaining().orElseThrow()).isGreaterThan(Duration.ofDays(300));
    }

    @Test
    void theFirstContentCommitsAndIsTimed() {
        assertThat(call.isCommitted()).isFalse();
        assertThat(call.timings().firstContent()).isEmpty();
        pass(Duration.ofSeconds(2));
        call.commit();
        pass(Duration.ofSeconds(3));
        call.commit();
        assertThat(call.isCommitted()).isTrue();
        assertThat(call.timings().firstContent()).hasValue(Duration.ofSeconds(2));
        assertThat(call.timings().total()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void copiesShareEverythingButTheirAttributes() {
        CallContext blue = call.with(COLOUR, "blue");
        blue.commit();
        blue.startDeadline(Duration.ofSeconds(1));

        assertThat(call.attribute(COLOUR)).isEmpty();
        assertThat(blue.attribute(COLOUR)).hasValue("blue");
        assertThat(blue.attribute(Attribute.<String>named("colour"))).isEmpty();
        assertThat(blue.callId()).isEqualTo(call.callId());
        assertThat(blue.ledger()).isSameAs(call.ledger());
        assertThat(call.isCommitted()).isTrue();
        assertThat(call.remaining()).isPresent();
    }

    @Test
    void anAttemptIsNotedFromItsBeginningToItsFirstEnd() {
        AttemptLedger.Entry entry = call.with(CallContext.PURPOSE, Attempt.Purpose.RETRY)
                .with(CallContext.WAITED, Duration.ofSeconds(1))
                .beginAttempt(REF);
        assertThat(call.ledger().attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.number()).isOne();
            assertThat(attempt.purpose()).isEqualTo(Attempt.Purpose.RETRY);
            assertThat(attempt.waited()).isEqualTo(Duration.ofSeconds(1));
            assertThat(attempt.duration()).isEmpty();
        });
        pass(Duration.ofSeconds(2));
        entry.status(503);
        entry.requestId("r-1");
        entry.failed(ErrorKind.OVERLOADED);
        pass(Duration.ofSeconds(2));
        entry.succeeded();
        entry.failed(ErrorKind.CANCELLED);
        assertThat(call.ledger().attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.status()).hasValue(503);
            assertThat(attempt.requestId()).hasValue("r-1");
            assertThat(attempt.error()).hasValue(ErrorKind.OVERLOADED);
            assertThat(attempt.duration()).hasValue(Duration.ofSeconds(2));
        });
    }

    @Test
    void questionsToALoadingModelDoNotCount() {
        call.beginAttempt(REF);
        call.with(CallContext.PURPOSE, Attempt.Purpose.COLD_START).beginAttempt(REF);

        assertThat(call.ledger().cap()).isEqualTo(6);
        assertThat(call.ledger().remaining()).isEqualTo(5);
        assertThat(call.ledger().attempts()).extracting(Attempt::number).containsExactly(1, 2);
    }

    @Test
    void aCallThatIsSplitIsOneTry() {
        for (int part = 0; part < 10; part++) {
            call.with(CallContext.PURPOSE, Attempt.Purpose.PART).beginAttempt(REF);
        }

        assertThat(call.ledger().remaining()).isEqualTo(6);
        assertThat(call.ledger().attempts()).hasSize(10);
    }

    @Test
    void remainingAttemptsDoNotGoBelowZero() {
        CallContext once = CallContext.of(new HandClock(clock), 1, waiting -> {});
        once.beginAttempt(REF);
        once.beginAttempt(REF);

        assertThat(once.ledger().remaining()).isZero();
        assertThat(once.ledger().attempts()).hasSize(2);
    }

    @Test
    void aCallHasAtLeastOneAttempt() {
        assertThatIllegalArgumentException().isThrownBy(() -> CallContext.of(new HandClock(clock), 0, waiting -> {}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallSettings.defaults().withAttemptCap(0));
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        AtomicLong heard = new AtomicLong();
        CallContext listening = CallContext.of(new HandClock(clock), 1, waiting -> {
            if (heard.incrementAndGet() == 1) {
                throw new IllegalStateException("mine");
            }
            throw new NoClassDefFoundError("mine");
        });
        try (LogCapture log = LogCapture.of("dev.llmdriver")) {
            listening.waiting(ChatEvent.Waiting.of(ChatEvent.WaitReason.BACKOFF, Duration.ZERO));
            listening.waiting(ChatEvent.Waiting.of(ChatEvent.WaitReason.BACKOFF, Duration.ZERO));
            assertThat(log.records()).hasSize(2);
        }
        assertThat(heard).hasValue(2);
    }
}
