package dev.llmdriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.llmdriver.ChatStream.State;
import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.testing.ManualEngine;
import dev.llmdriver.testing.Probe;
import dev.llmdriver.testing.Threads;
import dev.llmdriver.testing.Threads.Task;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream is sent for when somebody claims it, and claimed once. */
class ChatStreamClaimTest {
    private final ManualEngine engine = new ManualEngine();
    private final ChatStream stream = engine.newStream();

    static Stream<Consumer<ChatStream>> blockingClaims() {
        return Stream.of(
                stream -> assertThat(stream.iterator()).isNotNull(),
                ChatStream::texts,
                stream -> stream.forEachText(text -> {}));
    }

    @Test
    void nothingIsSentBeforeAClaim() {
        CompletableFuture<ChatResponse> completion = stream.completion();

        assertThat(stream.state()).isEqualTo(State.NEW);
        assertThat(engine.streamCalls()).isZero();
        assertThat(completion).isNotDone();
    }

    @Test
    void aSubscriberClaims() {
        stream.subscribe(new Probe(0));

        assertThat(stream.state()).isEqualTo(State.CLAIMED);
        assertThat(engine.streamCalls()).isOne();
    }

    @Test
    void anIteratorClaimsBeforeItIsRead() {
        Iterator<ChatEvent> unread = stream.iterator();

        assertThat(unread).isNotNull();
        assertThat(stream.state()).isEqualTo(State.CLAIMED);
        assertThat(engine.streamCalls()).isOne();
    }

    @Test
    void aSecondSubscriberHearsOfItsSubscriptionAndOfTheError() {
        stream.subscribe(Probe.greedy());
        Probe second = Probe.greedy();
        stream.subscribe(second);

        assertThat(second.heard()).containsExactly("subscribed", "error");
        assertThat(second.failure()).isInstanceOf(IllegalStateException.class).hasMessageContaining("already consumed");
        assertThat(engine.streamCalls()).isOne();
    }

    @Test
    void theRefusedSubscribersHandIsDead() {
        Probe first = Probe.greedy();
        stream.subscribe(first);
        Probe second = Probe.greedy();
        stream.subscribe(second);
        second.subscription().cancel();
        engine.exchange().finish();

        assertThat(first.heard()).endsWith("Finished", "complete");
    }

    @ParameterizedTest
    @MethodSource("blockingClaims")
    void aSecondBlockingClaimFails(Consumer<ChatStream> claim) {
        stream.subscribe(Probe.greedy());

        assertThatIllegalStateException().isThrownBy(() -> claim.accept(stream)).withMessageContaining("consumed");
        assertThat(stream.state()).isEqualTo(State.CLAIMED);
    }

    @Test
    void resultOfAClaimedStreamWaitsForItsEnd() throws Exception {
        stream.subscribe(Probe.greedy());
        Task<ChatResponse> waiting = Threads.start(stream::result).awaitBlocked();
        engine.exchange().text("Hi");
        engine.exchange().finish();

        assertThat(waiting.get().text()).isEqualTo("Hi");
        assertThat(engine.streamCalls()).isOne();
    }

    @Test
    void resultOfAnUnclaimedStreamDrainsIt() throws Exception {
        Task<ChatResponse> draining = Threads.start(stream::result).awaitBlocked();
        engine.exchange().text("Hi");
        engine.exchange().finish();

        assertThat(draining.get().text()).isEqualTo("Hi");
        assertThat(stream.state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void resultClaims() throws Exception {
        Task<ChatResponse> draining = Threads.start(stream::result).awaitBlocked();
        Probe late = Probe.greedy();
        stream.subscribe(late);
        engine.exchange().finish();

        assertThat(late.heard()).containsExactly("subscribed", "error");
        assertThat(draining.get().finishReason().kind()).isEqualTo(Kind.STOP);
    }

    @Test
    void resultCanBeAskedAgainAfterTheEnd() {
        stream.subscribe(Probe.greedy());
        engine.exchange().text("Hi");
        engine.exchange().finish();

        assertThat(List.of(stream.result().text(), stream.result().text())).containsOnly("Hi");
    }

    @Test
    void completionNeverClaims() {
        CompletableFuture<ChatResponse> early = stream.completion();
        stream.subscribe(Probe.greedy());
        engine.exchange().text("Hi");
        engine.exchange().finish();

        assertThat(early)
                .isCompletedWithValueMatching(response -> response.text().equals("Hi"));
        assertThat(stream.completion())
                .isCompletedWithValueMatching(response -> response.text().equals("Hi"));
    }

    @Test
    void aSubscriberMustBeThere() {
        assertThatNullPointerException().isThrownBy(() -> stream.subscribe(null));
        assertThat(stream.state()).isEqualTo(State.NEW);
    }
}
