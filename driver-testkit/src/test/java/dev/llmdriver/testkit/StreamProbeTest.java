package dev.llmdriver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class StreamProbeTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final ModelRef MODEL = new ModelRef("fake", "model");
    private static final ChatResponse ANSWER = ChatResponse.builder(
                    MODEL, Message.assistant("ab"), new FinishReason(FinishReason.Kind.STOP, "stop"))
            .build();

    private final List<Long> asked = new ArrayList<>();
    private boolean cancelled;
    private final Flow.Subscription subscription = new Flow.Subscription() {
        @Override
        public void request(long n) {
            asked.add(n);
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    };

    @Test
    void asksWhenItIsTold() {
        StreamProbe probe = new StreamProbe();
        probe.onSubscribe(subscription);
        assertThat(asked).isEmpty();
        probe.request(2).request(1);
        assertThat(asked).containsExactly(2L, 1L);
    }

    @Test
    void asksAsSoonAsItIsSubscribed() {
        StreamProbe probe = new StreamProbe().request(2).request(3);
        probe.onSubscribe(subscription);
        assertThat(asked).containsExactly(5L);
        StreamProbe.unbounded().onSubscribe(subscription);
        assertThat(asked).containsExactly(5L, Long.MAX_VALUE);
    }

    @Test
    void cancelsNowOrAsSoonAsItIsSubscribed() {
        StreamProbe probe = new StreamProbe().request(1).cancel();
        probe.onSubscribe(subscription);
        assertThat(cancelled).isTrue();
        assertThat(asked).isEmpty();
    }

    @Test
    void hearsAWholeAnswer() {
        StreamProbe probe = subscribed();
        assertThat(probe.hasEnded()).isFalse();
        play(probe);
        assertThat(probe.awaitEvents(4, SOON)).hasSize(4);
        assertThat(probe.awaitText("ab", SOON)).hasSize(4);
        assertThat(probe.text()).isEqualTo("ab");
        assertThat(probe.reasoning()).isEmpty();
        assertThat(probe.events(ChatEvent.TextDelta.class)).hasSize(2);
        assertThat(probe.awaitFinished(SOON)).isSameAs(ANSWER);
        assertThat(probe.hasEnded()).isTrue();
        probe.assertInOrder();
    }

    @Test
    void hearsAFailure() {
        StreamProbe probe = subscribed();
        LlmException error =
                LlmException.builder(ErrorKind.OVERLOADED, "the model is busy").build();
        probe.onNext(new ChatEvent.Started(MODEL));
        probe.onError(error);
        assertThat(probe.awaitFailure(SOON)).isSameAs(error);
        probe.assertInOrder();
        assertThatThrownBy(() -> probe.awaitFinished(SOON))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("The stream failed")
                .hasCause(error);
    }

    @Test
    void saysWhatItWaitedForAndWhatItSaw() {
        StreamProbe probe = subscribed();
        probe.onNext(new ChatEvent.Started(MODEL));
        assertThatThrownBy(() -> probe.awaitText("ab", AT_ONCE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("for the text \"ab\"")
                .hasMessageContaining("Started");
        assertThatThrownBy(() -> probe.awaitEnd(AT_ONCE)).hasMessageContaining("for the end");
        probe.onComplete();
        assertThatThrownBy(() -> probe.awaitText("ab", Duration.ofDays(1)))
                .as("there is nothing to wait for")
                .hasMessageContaining("completed");
        assertThatThrownBy(() -> probe.awaitFinished(SOON)).hasMessageContaining("with 0 answers");
        assertThatThrownBy(() -> probe.awaitFailure(SOON)).hasMessageContaining("did not fail");
    }

    @Test
    void noticesWhatBreaksTheRules() {
        StreamProbe greedy = new StreamProbe().request(1);
        greedy.onSubscribe(subscription);
        greedy.onNext(new ChatEvent.Started(MODEL));
        greedy.onNext(new ChatEvent.TextDelta(0, "a"));
        assertThatThrownBy(greedy::assertInOrder).hasMessageContaining("S10: 2 events came, but 1 were asked for");

        StreamProbe after = subscribed();
        play(after);
        after.onComplete();
        assertThatThrownBy(after::assertInOrder).hasMessageContaining("S3: onComplete came after the end");

        StreamProbe unfinished = subscribed();
        unfinished.onComplete();
        assertThatThrownBy(unfinished::assertInOrder).hasMessageContaining("S3: the stream ended without Finished");

        StreamProbe twice = subscribed();
        twice.onSubscribe(subscription);
        assertThatThrownBy(twice::assertInOrder).hasMessageContaining("S2: a second onSubscribe");
    }

    private StreamProbe subscribed() {
        StreamProbe probe = StreamProbe.unbounded();
        probe.onSubscribe(subscription);
        return probe;
    }

    private static void play(StreamProbe probe) {
        probe.onNext(new ChatEvent.Started(MODEL));
        probe.onNext(new ChatEvent.TextDelta(0, "a"));
        probe.onNext(new ChatEvent.TextDelta(0, "b"));
        probe.onNext(new ChatEvent.Finished(ANSWER));
        probe.onComplete();
    }
}
