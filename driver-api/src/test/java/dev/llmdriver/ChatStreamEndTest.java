package dev.llmdriver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatStream.State;
import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.MalformedResponseException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.error.StreamInterruptedException;
import dev.llmdriver.testing.LogCapture;
import dev.llmdriver.testing.ManualEngine;
import dev.llmdriver.testing.Probe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How streams end: whole, failed, or because the subscriber or the executor is broken. */
class ChatStreamEndTest {
    private final ManualEngine engine = new ManualEngine();
    private final ChatStream stream = engine.newStream();
    private final Probe probe = Probe.greedy();
    private final LogCapture log = LogCapture.of("dev.llmdriver");

    @AfterEach
    void releaseLog() {
        log.close();
    }

    @Test
    void statesFollowTheEvents() {
        stream.subscribe(probe);
        engine.exchange().event(ChatEvent.Waiting.of(ChatEvent.WaitReason.QUEUE, Duration.ZERO));
        engine.exchange().event(new ChatEvent.Started(ManualEngine.REF));
        engine.exchange().event(new ChatEvent.Other("ping", "{}"));
        assertThat(stream.state()).isEqualTo(State.CLAIMED);
        assertThat(engine.exchange().call().isCommitted()).isFalse();
        engine.exchange().text("Hi");
        assertThat(stream.state()).isEqualTo(State.COMMITTED);
        assertThat(engine.exchange().call().isCommitted()).isTrue();
        engine.exchange().finish();
        assertThat(stream.state()).isEqualTo(State.COMPLETED);
        assertThat(probe.heard())
                .containsExactly("subscribed", "Waiting", "Started", "Other", "Hi", "Finished", "complete");
    }

    @Test
    void anAnswerCutByTheTokenLimitIsComplete() {
        stream.subscribe(probe);
        engine.exchange().finished(Kind.LENGTH);
        engine.exchange().complete();

        assertThat(stream.state()).isEqualTo(State.COMPLETED);
        assertThat(stream.result().finishReason().kind()).isEqualTo(Kind.LENGTH);
    }

    @Test
    void anEndWithoutAnAnswerIsAnInterruption() {
        stream.subscribe(probe);
        engine.exchange().text("Hal");
        engine.exchange().complete();

        assertThat(stream.state()).isEqualTo(State.FAILED);
        assertThat(probe.heard()).containsExactly("subscribed", "Hal", "error");
        assertThat(probe.failure()).isInstanceOf(StreamInterruptedException.class);
        assertThat(partialText(probe.failure())).isEqualTo("Hal");
    }

    @Test
    void aFailureKeepsItsKindAndGetsThePartialAnswer() {
        LlmException failure = LlmException.builder(ErrorKind.SERVER_ERROR, "it broke")
                .status(500)
                .build();
        stream.subscribe(probe);
        engine.exchange().text("Hal");
        engine.exchange().fail(failure);

        LlmException heard = (LlmException) probe.failure();
        assertThat(heard.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
        assertThat(heard.status()).hasValue(500);
        assertThat(heard.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(partialText(heard)).isEqualTo("Hal");
        assertThat(stream.state()).isEqualTo(State.FAILED);
    }

    @Test
    void aFailureBeforeContentIsPassedOnAsItIs() {
        LlmException failure =
                LlmException.builder(ErrorKind.OVERLOADED, "busy").build();
        stream.subscribe(probe);
        engine.exchange().fail(failure);

        assertThat(probe.failure()).isSameAs(failure);
    }

    @Test
    void anEventsErrorAfterFinishedFails() {
        stream.subscribe(probe);
        engine.exchange().finished(Kind.STOP);
        engine.exchange()
                .fail(LlmException.builder(ErrorKind.SERVER_ERROR, "late").build());

        assertThat(stream.state()).isEqualTo(State.FAILED);
        assertThat(probe.heard()).endsWith("Finished", "error");
    }

    @Test
    void completionFailsWithTheErrorItselfAndNoWrapper() {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        stream.completion().whenComplete((value, failure) -> seen.set(failure));
        stream.subscribe(probe);
        engine.exchange().complete();

        assertThat(seen.get()).isInstanceOf(StreamInterruptedException.class);
    }

    @Test
    void whatTheDriverThrowsInsteadOfSignallingFailsTheStream() {
        ChatStream broken = new ThrowingEngine().newStream();
        broken.subscribe(probe);

        assertThat(probe.heard()).containsExactly("subscribed", "error");
        assertThat(probe.failure())
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageNotContaining("sk-secret")
                .hasRootCauseMessage("sk-secret");
    }

    @Test
    void aDriverOfWhichAClassIsMissingFailsTheStream() {
        ChatStream broken = new EngineOf(subscriber -> {
                    throw new NoClassDefFoundError("scripted");
                })
                .newStream();
        broken.subscribe(probe);

        assertThat(probe.heard()).containsExactly("subscribed", "error");
        assertThat(failure(broken.completion()))
                .isInstanceOf(MalformedResponseException.class)
                .hasCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void moreEventsThanAskedForAreAnError() {
        stream.subscribe(new Probe(0));
        for (int i = 0; i <= 128; i++) {
            engine.exchange().text("x");
        }

        assertThat(engine.exchange().isCancelled()).isTrue();
        engine.exchange().text("y");
        engine.exchange().complete();
        assertThat(stream.state()).as("undelivered").isEqualTo(State.COMMITTED);
    }

    @Test
    void aThrowingCallbackCancelsAndIsReportedOnce() {
        IllegalArgumentException thrown = new IllegalArgumentException("mine");
        Probe throwing = new Probe(Long.MAX_VALUE) {
            @Override
            protected void onEvent(ChatEvent event) {
                throw thrown;
            }
        };
        stream.subscribe(throwing);
        engine.exchange().text("Hal");
        engine.exchange().text("lo");
        engine.exchange().finish();

        assertThat(log.records())
                .hasSize(1)
                .first()
                .extracting(LogRecord::getThrown)
                .isSameAs(thrown);
        assertThat(throwing.heard()).containsExactly("subscribed", "Hal");
        assertThat(engine.exchange().isCancelled()).isTrue();
        assertThat(stream.state()).isEqualTo(State.CANCELLED);
        assertThat(failure(stream.completion()))
                .isInstanceOf(CancelledException.class)
                .hasCause(thrown)
                .extracting(LlmException::reason)
                .isEqualTo("callback");
    }

    @Test
    void aCallbackThatThrowsAtItsSubscriptionSendsNothing() {
        stream.subscribe(new Probe(0) {
            @Override
            public void onSubscribe(java.util.concurrent.Flow.Subscription given) {
                throw new IllegalArgumentException("mine");
            }
        });

        assertThat(engine.streamCalls()).isZero();
        assertThat(stream.state()).isEqualTo(State.CANCELLED);
        assertThat(failure(stream.completion()).reason()).isEqualTo("callback");
    }

    @Test
    void aCallbackThatThrowsAtTheEndChangesNothing() {
        stream.subscribe(new Probe(Long.MAX_VALUE) {
            @Override
            public void onComplete() {
                throw new IllegalArgumentException("mine");
            }
        });
        engine.exchange().finish();

        assertThat(stream.state()).isEqualTo(State.COMPLETED);
        assertThat(stream.completion()).isCompleted();
    }

    @Test
    void anExecutorThatRefusesEndsTheStream() {
        ChatStream refused = engine
                .model(task -> {
                    throw new RejectedExecutionException("shut down");
                })
                .stream("Hello");
        refused.subscribe(probe);

        assertThat(probe.heard()).containsExactly("subscribed", "error");
        assertThat(((LlmException) probe.failure()).reason()).isEqualTo("executor");
        assertThat(refused.state()).isEqualTo(State.CANCELLED);
        assertThat(failure(refused.completion())).isInstanceOf(CancelledException.class);
    }

    @Test
    void anExecutorThatGetsNoThreadEndsTheStream() {
        ChatStream refused = engine
                .model(task -> {
                    throw new InternalError("no thread");
                })
                .stream("Hello");
        refused.subscribe(probe);

        assertThat(probe.heard()).containsExactly("subscribed", "error");
        assertThat(failure(refused.completion()).reason()).isEqualTo("executor");
    }

    @Test
    void aDemandOfNothingBreaksARule() {
        stream.subscribe(new Probe(0));
        ChatStream other = engine.newStream();
        Probe wrong = new Probe(0);
        other.subscribe(wrong);
        wrong.subscription().request(0);

        assertThat(wrong.heard()).containsExactly("subscribed", "error");
        assertThat(wrong.failure()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3.9");
        assertThat(failure(other.completion()).reason()).isEqualTo("callback");
    }

    @Test
    void nothingIsSignalledWhileOnSubscribeRuns() {
        Probe wrong = new Probe(-1);
        stream.subscribe(wrong);

        assertThat(wrong.heard()).containsExactly("subscribed", "error");
        assertThat(wrong.hasOverlapped()).isFalse();
    }

    @Test
    void errorsMadeHereSayWhoWasAskedAndHowOften() {
        stream.subscribe(probe);
        engine.exchange().call().beginAttempt(ManualEngine.REF);
        engine.exchange().complete();

        LlmException heard = (LlmException) probe.failure();
        assertThat(heard.provider()).hasValue("fake");
        assertThat(heard.model()).hasValue("model");
        assertThat(heard.attempts()).hasSize(1);
        assertThat(heard.phase()).isEqualTo(Phase.FIRST_TOKEN);
    }

    static LlmException failure(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return LlmException.of(future.handle((value, thrown) -> thrown).join());
    }

    static String partialText(Throwable failure) {
        return ((LlmException) failure).partial().orElseThrow().text();
    }
}
