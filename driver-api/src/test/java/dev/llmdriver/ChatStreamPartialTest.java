package dev.llmdriver;

import static dev.llmdriver.ChatStreamEndTest.failure;
import static dev.llmdriver.ChatStreamEndTest.partialText;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.spi.AnswerSoFar;
import dev.llmdriver.testing.LogCapture;
import dev.llmdriver.testing.Probe;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What had come of an answer that broke off, where the engine tells of it. That of others is tested with cancels and ends. */
class ChatStreamPartialTest {
    private final Probe probe = Probe.greedy();
    private Flow.Subscriber<? super ChatEvent> driver;

    /** A driver's end of a stream that knows what has come, in other words than its events have. */
    private record Telling(Supplier<PartialAnswer> answer) implements Flow.Subscription, AnswerSoFar {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}

        @Override
        public PartialAnswer soFar() {
            return answer.get();
        }
    }

    private ChatStream subscribed(Supplier<PartialAnswer> answer) {
        ChatStream stream = new EngineOf(subscriber -> {
                    driver = subscriber;
                    subscriber.onSubscribe(new Telling(answer));
                })
                .newStream();
        stream.subscribe(probe);
        driver.onNext(new ChatEvent.TextDelta(0, "event"));
        return stream;
    }

    private static PartialAnswer told() {
        return PartialAnswer.of(Message.assistant("told"))
                .withUsage(Usage.builder().input(7).build());
    }

    private static LlmException cut() {
        return LlmException.builder(ErrorKind.STREAM_INTERRUPTED, "cut").build();
    }

    @Test
    void theEngineIsAskedWhenAStreamIsCancelled() {
        ChatStream stream = subscribed(ChatStreamPartialTest::told);
        stream.cancel();

        LlmException cancelled = failure(stream.completion());
        assertThat(cancelled).isInstanceOf(CancelledException.class);
        assertThat(partialText(cancelled)).isEqualTo("told");
        assertThat(cancelled.partial().orElseThrow().usage()).hasValueSatisfying(usage -> {
            assertThat(usage.input()).hasValue(7);
            assertThat(usage.isPartial()).isTrue();
        });
    }

    @Test
    void theEngineIsAskedWhereItsFailureDoesNotSay() {
        subscribed(ChatStreamPartialTest::told);
        driver.onError(cut());

        assertThat(partialText(probe.failure())).isEqualTo("told");
    }

    @Test
    void theEngineIsAskedWhenItEndsWithoutAnAnswer() {
        subscribed(ChatStreamPartialTest::told);
        driver.onComplete();

        assertThat(partialText(probe.failure())).isEqualTo("told");
    }

    @Test
    void whatAFailureSaysItselfCounts() {
        subscribed(ChatStreamPartialTest::told);
        driver.onError(cut().toBuilder()
                .partial(PartialAnswer.of(Message.assistant("said")))
                .build());

        assertThat(partialText(probe.failure())).isEqualTo("said");
    }

    @Test
    void aFailureBeforeAnythingHasComeStaysAsItIs() {
        LlmException cut = cut();
        subscribed(AnswerSoFar.NOTHING::soFar);
        driver.onError(cut);

        assertThat(probe.failure()).isSameAs(cut);
    }

    @Test
    void aDriverThatThrowsWhenAskedHoldsNobodyUp() {
        ChatStream stream = subscribed(() -> {
            throw new IllegalStateException("awkward");
        });
        try (LogCapture log = LogCapture.of("dev.llmdriver")) {
            stream.cancel();
            assertThat(log.records()).hasSize(1);
        }

        assertThat(partialText(failure(stream.completion()))).isEmpty();
    }

    /** There may be no memory for a copy of the text; JUnit itself gives up at an error that says so. */
    @Test
    void anErrorWhenADriverIsAskedHoldsNobodyUp() {
        ChatStream stream = subscribed(() -> {
            throw new InternalError("scripted");
        });
        try (LogCapture log = LogCapture.of("dev.llmdriver")) {
            stream.cancel();
            assertThat(log.records()).hasSize(1);
        }

        assertThat(failure(stream.completion())).isInstanceOf(CancelledException.class);
    }
}
