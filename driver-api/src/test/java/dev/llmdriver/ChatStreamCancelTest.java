package dev.llmdriver;

import static dev.llmdriver.ChatStreamEndTest.failure;
import static dev.llmdriver.ChatStreamEndTest.partialText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.llmdriver.ChatStream.State;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testing.LogCapture;
import dev.llmdriver.testing.ManualEngine;
import dev.llmdriver.testing.Probe;
import dev.llmdriver.testing.Threads;
import dev.llmdriver.testing.Threads.Task;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Cancelling: any thread, any state, once is enough, and nobody waits for ever. */
class ChatStreamCancelTest {
    private final ManualEngine engine = new ManualEngine();
    private final ChatStream stream = engine.newStream();
    private final Probe probe = Probe.greedy();

    @Test
    void aNewStreamIsNeverSent() {
        CompletableFuture<ChatResponse> completion = stream.completion();
        stream.cancel();

        assertThat(stream.state()).isEqualTo(State.CANCELLED);
        assertThat(engine.streamCalls()).isZero();
        assertThat(failure(completion)).isInstanceOf(CancelledException.class);
        assertThatIllegalStateException().isThrownBy(stream::iterator);
        assertThatExceptionOfType(CancelledException.class).isThrownBy(stream::result);
        assertThat(engine.streamCalls()).isZero();
    }

    @Test
    void theExchangeIsClosedAndTheSubscriberHearsNothingMore() {
        stream.subscribe(probe);
        engine.exchange().text("Hal");
        stream.cancel();
        engine.exchange().text("lo");
        engine.exchange().finish();

        assertThat(engine.exchange().isCancelled()).isTrue();
        assertThat(probe.heard()).containsExactly("subscribed", "Hal");
        assertThat(stream.state()).isEqualTo(State.CANCELLED);
        assertThat(failure(stream.completion())).isInstanceOf(CancelledException.class);
        assertThat(partialText(failure(stream.completion()))).isEqualTo("Hal");
    }

    @Test
    void theSubscriptionIsAHandleToo() {
        stream.subscribe(probe);
        probe.subscription().cancel();

        assertThat(stream.state()).isEqualTo(State.CANCELLED);
        assertThat(engine.exchange().isCancelled()).isTrue();
        assertThat(probe.heard()).containsExactly("subscribed");
    }

    @Test
    void aSubscriberMayCancelInTheMiddleOfABatch() {
        Probe cancelling = new Probe(0) {
            @Override
            protected void onEvent(ChatEvent event) {
                subscription().cancel();
            }
        };
        stream.subscribe(cancelling);
        engine.exchange().text("a");
        engine.exchange().text("b");
        cancelling.subscription().request(2);

        assertThat(cancelling.heard()).containsExactly("subscribed", "a");
    }

    @Test
    void aSubscriberMayCancelBeforeAnythingIsSent() {
        stream.subscribe(new Probe(0) {
            @Override
            public void onSubscribe(java.util.concurrent.Flow.Subscription given) {
                given.cancel();
            }
        });

        assertThat(engine.streamCalls()).isZero();
        assertThat(stream.state()).isEqualTo(State.CANCELLED);
    }

    @Test
    void twiceIsLikeOnce() {
        stream.subscribe(probe);
        stream.cancel();
        LlmException first = failure(stream.completion());
        stream.cancel();
        stream.close();

        assertThat(failure(stream.completion())).isSameAs(first);
    }

    @Test
    void anEndedStreamStaysAsItEnded() {
        stream.subscribe(probe);
        engine.exchange().finish();
        stream.cancel();
        assertThat(stream.state()).isEqualTo(State.COMPLETED);
        assertThat(stream.completion())
                .isCompletedWithValueMatching(response -> response.text().isEmpty());

        ChatStream failed = new ManualEngine().newStream();
        failed.cancel();
        failed.cancel();
        assertThat(failed.state()).isEqualTo(State.CANCELLED);
    }

    @Test
    void aFailedStreamStaysFailed() {
        stream.subscribe(probe);
        engine.exchange()
                .fail(LlmException.builder(ErrorKind.OVERLOADED, "busy").build());
        stream.cancel();

        assertThat(stream.state()).isEqualTo(State.FAILED);
        assertThat(failure(stream.completion()).kind()).isEqualTo(ErrorKind.OVERLOADED);
    }

    @Test
    void aBlockedReaderEnds() throws Exception {
        Iterator<ChatEvent> events = stream.iterator();
        engine.exchange().text("Hal");
        Task<ChatEvent> reader = Threads.start(() -> {
                    events.next();
                    return events.next();
                })
                .awaitBlocked();
        stream.cancel();

        Throwable thrown = reader.failure();
        assertThat(thrown).isInstanceOf(CancelledException.class);
        assertThat(partialText(thrown)).isEqualTo("Hal");
    }

    @Test
    void aBlockedResultEnds() throws Exception {
        Task<ChatResponse> waiting = Threads.start(stream::result).awaitBlocked();
        engine.exchange().text("Hal");
        stream.cancel();

        Throwable thrown = waiting.failure();
        assertThat(thrown).isInstanceOf(CancelledException.class);
        assertThat(partialText(thrown)).isEqualTo("Hal");
    }

    @Test
    void cancellingTheCompletionOrWhatComesOfItCancelsTheStream() {
        stream.subscribe(probe);
        CompletableFuture<String> derived = stream.completion().thenApply(ChatResponse::text);
        derived.cancel(true);

        assertThat(stream.state()).isEqualTo(State.CANCELLED);
        assertThat(engine.exchange().isCancelled()).isTrue();
    }

    @Test
    void aCompletionThatOnlySharesTheAnswerCannotCancel() {
        stream.subscribe(probe);
        stream.completion().minimalCompletionStage().toCompletableFuture().cancel(true);
        engine.exchange().finish();

        assertThat(stream.state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void whoCancelsSeesTheCallsAttemptsInTheError() {
        stream.subscribe(probe);
        engine.exchange().call().beginAttempt(ManualEngine.REF);
        stream.cancel();

        assertThat(failure(stream.completion()).attempts()).hasSize(1);
        assertThat(failure(stream.completion()).provider()).hasValue("fake");
    }

    @Test
    void aDriverWhoseCancelThrowsHoldsNobodyUp() {
        ChatStream awkward = new EngineOf(
                        subscriber -> subscriber.onSubscribe(new java.util.concurrent.Flow.Subscription() {
                            @Override
                            public void request(long n) {}

                            @Override
                            public void cancel() {
                                throw new IllegalStateException("awkward");
                            }
                        }))
                .newStream();
        awkward.subscribe(probe);
        try (LogCapture log = LogCapture.of("dev.llmdriver")) {
            awkward.cancel();
            assertThat(log.records()).hasSize(1);
        }
        assertThat(failure(awkward.completion())).isInstanceOf(CancelledException.class);
    }
}
