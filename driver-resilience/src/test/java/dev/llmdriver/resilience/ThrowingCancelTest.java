package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.REF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.gate.GatedEngine;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** Engines whose cancel throws, which it must not: what was taken for their calls comes back all the same. */
class ThrowingCancelTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final HeldGate gate = HeldGate.opened();

    @Test
    void anAttemptGivesItsPassBack() {
        CompletableFuture<ChatResponse> future = new GatedEngine(new Stubborn(), gate).generate(HELLO, call());

        Throwable thrown = catchThrowable(() -> future.cancel(true));

        assertThat(thrown).hasMessage("scripted");
        assertThat(gate.ends).hasSize(1);
    }

    @Test
    void aStreamGivesItsPassBack() {
        Listener listener = new Listener();
        new GatedEngine(new Stubborn(), gate).stream(HELLO, call()).subscribe(listener);
        listener.readAll();

        Throwable thrown = catchThrowable(listener.subscription::cancel);

        assertThat(thrown).hasMessage("scripted");
        assertThat(gate.ends).hasSize(1);
    }

    @Test
    void theNextOneAsksTheLoadingModel() {
        Stubborn engine = new Stubborn();
        ChatEngine chain = Chains.coldStarting(engine);
        engine.loading = 1;
        CompletableFuture<ChatResponse> first = chain.generate(HELLO, call());
        CompletableFuture<ChatResponse> second = chain.generate(HELLO, call());
        clock.advance(Duration.ofSeconds(2));
        assertThat(engine.requests).as("the first asks for both").hasValue(2);

        assertThat(catchThrowable(() -> first.cancel(true))).hasMessage("scripted");
        clock.advance(Duration.ZERO);

        assertThat(engine.requests).hasValue(3);
        assertThat(second).isNotDone();
    }

    @Test
    void theNextStreamAsksTheLoadingModel() {
        Stubborn engine = new Stubborn();
        ChatEngine chain = Chains.coldStarting(engine);
        engine.loading = 1;
        Listener first = new Listener();
        chain.stream(HELLO, call()).subscribe(first);
        Listener second = new Listener();
        chain.stream(HELLO, call()).subscribe(second);
        clock.advance(Duration.ofSeconds(2));
        assertThat(engine.requests).as("the first asks for both").hasValue(2);

        assertThat(catchThrowable(first.subscription::cancel)).hasMessage("scripted");
        clock.advance(Duration.ZERO);

        assertThat(engine.requests).hasValue(3);
        assertThat(second.isOver()).isFalse();
    }

    private CallContext call() {
        return CallContext.of(clock);
    }

    private static void refuseToEnd() {
        throw new IllegalStateException("scripted");
    }

    /** Loads for some requests, then never answers and cannot be cancelled. */
    private static final class Stubborn extends ScriptedEngine {
        private int loading;

        private boolean isLoading() {
            return requests.getAndIncrement() < loading;
        }

        private static LlmException loading() {
            return LlmException.builder(ErrorKind.MODEL_LOADING, "scripted").build();
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext attempt) {
            attempt.beginAttempt(REF);
            return isLoading()
                    ? CompletableFuture.failedFuture(loading())
                    : CallFuture.create(ThrowingCancelTest::refuseToEnd);
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext attempt) {
            return subscriber -> {
                attempt.beginAttempt(REF);
                subscriber.onSubscribe(new Unending());
                if (isLoading()) {
                    subscriber.onError(loading());
                }
            };
        }
    }

    private static final class Unending implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {
            refuseToEnd();
        }
    }
}
