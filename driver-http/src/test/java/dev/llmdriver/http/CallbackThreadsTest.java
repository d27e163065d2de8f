package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.spi.CallSettings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class CallbackThreadsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Executor callbacks = CallSettings.defaults().callbackExecutor();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void whatOneTurnOfAnEventLoopHandsOverRunsElsewhere() throws Exception {
        List<CompletableFuture<Boolean>> onEventLoop = IntStream.range(0, 100)
                .mapToObj(i -> new CompletableFuture<Boolean>())
                .toList();
        vertx.runOnContext(turn ->
                onEventLoop.forEach(ran -> callbacks.execute(() -> ran.complete(Context.isOnEventLoopThread()))));

        for (CompletableFuture<Boolean> ran : onEventLoop) {
            assertThat(ran.get(30, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void aCallbackMayWaitForOneThatTheSameTurnHandsOverAfterIt() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        CompletableFuture<Boolean> waited = new CompletableFuture<>();
        vertx.runOnContext(turn -> {
            callbacks.execute(() -> waited.complete(passes(later)));
            callbacks.execute(later::countDown);
        });

        assertThat(waited.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatTwoEventLoopsHandOverAtOnceAllRuns() throws Exception {
        CountDownLatch all = new CountDownLatch(20_000);
        for (int loop = 0; loop < 2; loop++) {
            Context context = ((VertxInternal) vertx).createEventLoopContext();
            for (int turn = 0; turn < 1000; turn++) {
                context.runOnContext(unused -> {
                    for (int task = 0; task < 10; task++) {
                        callbacks.execute(all::countDown);
                    }
                });
            }
        }

        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean passes(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
