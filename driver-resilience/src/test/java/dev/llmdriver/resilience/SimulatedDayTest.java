package dev.llmdriver.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.spi.AttemptLedger;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** 30,000 requests a day, 3,000 an hour, 10 at one time, and more callers than that, on a virtual clock. */
class SimulatedDayTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static final Duration MAX_WAIT = Duration.ofMinutes(40);

    private final ManualScheduler clock = new ManualScheduler();
    private final Provider provider = new Provider(clock);
    private int answered;
    private final Map<String, Integer> refused = new TreeMap<>();

    private final ChatEngine chain = Resilience.builder()
            .deadline(MAX_WAIT.multipliedBy(3))
            .concurrency(ConcurrencyLimit.of("fast", 10, MAX_WAIT))
            .rateLimit(RateLimiter.builder("fast")
                    .store(LimitStore.inProcess(clock))
                    .requests(Span.HOUR, 3_000)
                    .requests(Span.DAY, 30_000)
                    .zone(BERLIN)
                    .maxWait(MAX_WAIT)
                    .build())
            .build()
            .over(provider);

    /** Answers each request after a while, loses some, and counts what it sees. */
    private static final class Provider implements ChatEngine {
        private final ManualScheduler clock;
        private final Random random = new Random(4);
        final Map<Long, Integer> perHour = new TreeMap<>();
        final Map<LocalDate, Integer> perDay = new TreeMap<>();
        int open;
        int mostOpen;

        Provider(ManualScheduler clock) {
            this.clock = clock;
        }

        @Override
        public ModelRef ref() {
            return ScriptedEngine.REF;
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            AttemptLedger.Entry entry = call.beginAttempt(ref());
            perHour.merge(clock.now().getEpochSecond() / 3600, 1, Integer::sum);
            perDay.merge(LocalDate.ofInstant(clock.now(), BERLIN), 1, Integer::sum);
            open++;
            mostOpen = Math.max(mostOpen, open);
            CallFuture<ChatResponse> answer = CallFuture.create(() -> {});
            clock.schedule(Duration.ofMillis(500 + random.nextInt(4000)), () -> end(entry, answer));
            return answer;
        }

        private void end(AttemptLedger.Entry entry, CallFuture<ChatResponse> answer) {
            open--;
            if (random.nextInt(100) == 0) {
                entry.failed(ErrorKind.SERVER_ERROR);
                answer.fail(
                        LlmException.builder(ErrorKind.SERVER_ERROR, "scripted").build());
            } else {
                entry.succeeded();
                answer.complete(ChatResponse.builder(
                                ref(), Message.assistant("hi"), new FinishReason(FinishReason.Kind.STOP, "stop"))
                        .build());
            }
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Explanation explain(ChatRequest request, Mode mode) {
            throw new UnsupportedOperationException();
        }
    }

    private void ask() {
        CompletionStage<ChatResponse> answer = chain.generate(ScriptedEngine.HELLO, CallContext.of(clock));
        answer.whenComplete((response, failure) -> {
            if (failure == null || LlmException.of(failure).kind() == ErrorKind.SERVER_ERROR) {
                answered++;
            } else {
                LlmException why = LlmException.of(failure);
                refused.merge(why.kind().wireName() + " " + why.reason(), 1, Integer::sum);
            }
        });
    }

    @Test
    void sendsWhatTheLimitsAllowAndNotOneMore() {
        clock.advance(Duration.ofHours(23)); // midnight in Berlin
        for (int i = 0; i < 36_000; i++) {
            ask();
            clock.advance(Duration.ofSeconds(1));
        }
        clock.advance(MAX_WAIT.plusSeconds(10));

        assertThat(provider.perHour.values()).hasSize(10).containsOnly(3_000);
        assertThat(provider.perDay).containsOnly(Map.entry(LocalDate.of(2026, 1, 2), 30_000));
        assertThat(provider.mostOpen).isEqualTo(10);
        assertThat(answered).isEqualTo(30_000);
        assertThat(refused.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(6_000);

        clock.advance(Duration.between(clock.now(), LocalDate.of(2026, 1, 3).atStartOfDay(BERLIN))
                .minusSeconds(1));
        ask();
        assertThat(provider.perDay).hasSize(1);
        clock.advance(Duration.ofMinutes(1));
        assertThat(provider.perDay).containsEntry(LocalDate.of(2026, 1, 3), 1);
        assertThat(clock.pendingAlarms()).isZero();
    }
}
