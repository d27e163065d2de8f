package dev.llmdriver.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.concurrency.Wire;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.resilience.RetryBudget;
import dev.llmdriver.resilience.RetryPolicy;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.ModelFacts;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each blocking face, on each kind of thread: woken by the answer, by a failure, by an interrupt. */
class BlockingFacesTest {
    private final Wire wire = new Wire();
    private final ManualScheduler clock = new ManualScheduler();

    static Stream<Arguments> facesAndThreads() {
        return ThreadKind.available().flatMap(kind -> Stream.of(Face.values()).map(face -> Arguments.of(face, kind)));
    }

    static ChatModel model(ChatEngine engine, CallSettings settings) {
        ModelFacts unknown = new ModelFacts() {
            @Override
            public Capabilities capabilities() {
                return Capabilities.unknown();
            }

            @Override
            public CompletableFuture<ModelInfo> describe() {
                return new CompletableFuture<>();
            }
        };
        return ChatModels.of(engine, unknown, settings);
    }

    private Blocked<String> ask(Face face, ThreadKind kind) {
        ChatModel model = model(wire, CallSettings.defaults());
        Blocked<String> blocked = kind.start(() -> face.ask(model));
        Blocked.await("the request", () -> wire.begun() == 1);
        return blocked.awaitBlocked();
    }

    @ParameterizedTest
    @MethodSource("facesAndThreads")
    void theAnswerWakes(Face face, ThreadKind kind) throws Exception {
        Blocked<String> blocked = ask(face, kind);
        face.answer(wire);

        assertThat(blocked.get()).isIn("ab", "aa");
    }

    @ParameterizedTest
    @MethodSource("facesAndThreads")
    void aFailureWakes(Face face, ThreadKind kind) throws Exception {
        Blocked<String> blocked = ask(face, kind);
        var listener = wire.subscriber();
        if (listener == null) {
            wire.reply().completeExceptionally(Wire.failure());
        } else {
            listener.onError(Wire.failure());
        }

        assertThat(((LlmException) blocked.failure()).kind()).isEqualTo(ErrorKind.SERVER_ERROR);
    }

    @ParameterizedTest
    @MethodSource("facesAndThreads")
    void anInterruptCancelsAndKeepsItsFlag(Face face, ThreadKind kind) throws Exception {
        AtomicBoolean flagged = new AtomicBoolean();
        ChatModel model = model(wire, CallSettings.defaults());
        Blocked<String> blocked = kind.start(() -> {
            try {
                return face.ask(model);
            } finally {
                flagged.set(Thread.currentThread().isInterrupted());
            }
        });
        Blocked.await("the request", () -> wire.begun() == 1);
        blocked.awaitBlocked().thread().interrupt();

        assertThat(blocked.failure())
                .isInstanceOf(CancelledException.class)
                .extracting(thrown -> ((LlmException) thrown).reason())
                .isEqualTo("interrupted");
        assertThat(flagged).as("interrupted afterwards").isTrue();
        Blocked.await("the close", () -> wire.cancels() > 0);
    }

    /** The wait is the clock's; the thread sleeps through both attempts. */
    @ParameterizedTest
    @MethodSource("dev.llmdriver.threads.ThreadKind#available")
    void aRetryIsWaitedFor(ThreadKind kind) throws Exception {
        ChatModel model = model(
                Resilience.builder()
                        .retry(RetryPolicy.defaults(), RetryBudget.standard())
                        .build()
                        .over(wire),
                CallSettings.defaults().withScheduler(clock));
        Blocked<String> blocked = kind.start(() -> Face.GENERATE.ask(model));
        Blocked.await("the first request", () -> wire.begun() == 1);
        blocked.awaitBlocked();
        wire.reply().completeExceptionally(Wire.failure());
        clock.advance(Duration.ofSeconds(10));
        Blocked.await("the second request", () -> wire.begun() == 2);
        wire.reply().complete(Wire.ANSWER);

        assertThat(blocked.get()).isEqualTo("ab");
    }
}
