package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Calls of one loading model are cancelled on one thread while the clock runs on another: whoever is left is answered. */
class ColdStartRaceTest {
    private static final int ROUNDS = 300;
    private static final int CALLERS = 6;

    @Test
    void nobodyIsForgotten() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ManualScheduler clock = new ManualScheduler();
            ChatEngine chain = Chains.coldStarting(new Loading(CALLERS + round % 4));
            List<CompletableFuture<ChatResponse>> futures = Stream.generate(
                            () -> chain.generate(HELLO, CallContext.of(clock)))
                    .limit(CALLERS)
                    .toList();

            together(
                    () -> futures.subList(0, CALLERS / 2).forEach(future -> future.cancel(true)),
                    () -> clock.advance(Duration.ofSeconds(2)));
            clock.advance(Duration.ofSeconds(30));

            assertThat(futures).allMatch(CompletableFuture::isDone);
            assertThat(futures.subList(CALLERS / 2, CALLERS)).noneMatch(CompletableFuture::isCompletedExceptionally);
            assertThat(clock.pendingAlarms()).isZero();
            assertThat(chain.generate(HELLO, CallContext.of(clock))).isCompleted();
        }
    }

    private static void together(Runnable one, Runnable other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Thread thread = new Thread(() -> {
            meet(start);
            other.run();
        });
        thread.start();
        meet(start);
        one.run();
        thread.join(30_000);
        assertThat(thread.isAlive()).as("the clock hangs").isFalse();
    }

    private static void meet(CyclicBarrier start) {
        try {
            start.await(30, TimeUnit.SECONDS);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Loads for so many requests, a second each, then answers. */
    private static final class Loading extends ScriptedEngine {
        private final AtomicInteger left;

        Loading(int requests) {
            super(answer("hi"));
            this.left = new AtomicInteger(requests);
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            if (left.getAndDecrement() > 0) {
                return CompletableFuture.failedFuture(LlmException.builder(ErrorKind.MODEL_LOADING, "scripted")
                        .retryAfter(Duration.ofSeconds(1))
                        .build());
            }
            FinishReason stop = new FinishReason(FinishReason.Kind.STOP, "stop");
            return CompletableFuture.completedFuture(
                    ChatResponse.builder(REF, Message.assistant("hi"), stop).build());
        }
    }
}
