package dev.llmdriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.MalformedResponseException;
import dev.llmdriver.error.RateLimitException;
import dev.llmdriver.error.TargetsExhaustedException;
import dev.llmdriver.error.UnsupportedException;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.ModelFacts;
import dev.llmdriver.testing.ManualEngine;
import dev.llmdriver.testing.ManualExchange;
import dev.llmdriver.testing.ManualExecutor;
import dev.llmdriver.testing.Threads;
import dev.llmdriver.testing.Threads.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The user's face over an engine, apart from streams. */
class ChatModelTest {
    private final ManualEngine engine = new ManualEngine();
    private final ChatResponse answer = ManualExchange.response("Hi", Kind.STOP);

    @Test
    void generateReturnsTheAnswer() throws Exception {
        Task<ChatResponse> call =
                Threads.start(() -> engine.model().generate("Hello")).awaitBlocked();
        engine.unary.complete(answer);

        assertThat(call.get()).isSameAs(answer);
    }

    @Test
    void generateThrowsOnTheCallersStackWithClassAndData() {
        LlmException asynchronous = LlmException.builder(ErrorKind.RATE_LIMITED, "slow down")
                .retryAfter(Duration.ofSeconds(2))
                .build();
        engine.unary.fail(asynchronous);

        assertThatExceptionOfType(RateLimitException.class)
                .isThrownBy(() -> engine.model().generate("Hello"))
                .withMessage("slow down")
                .withCause(asynchronous)
                .satisfies(thrown -> {
                    assertThat(thrown.retryAfter()).hasValue(Duration.ofSeconds(2));
                    assertThat(thrown.getStackTrace())
                            .anyMatch(frame ->
                                    frame.getMethodName().equals("generateThrowsOnTheCallersStackWithClassAndData"));
                });
    }

    @Test
    void theBlockingCallKeepsCauseAndSuppressed() {
        LlmException primary =
                LlmException.builder(ErrorKind.OVERLOADED, "busy").build();
        LlmException second =
                LlmException.builder(ErrorKind.SERVER_ERROR, "broke").build();
        LlmException all = LlmException.builder(ErrorKind.TARGETS_EXHAUSTED, "every target failed")
                .cause(primary)
                .build();
        all.addSuppressed(second);
        engine.unary.fail(all);

        assertThatExceptionOfType(TargetsExhaustedException.class)
                .isThrownBy(() -> engine.model().generate("Hello"))
                .withCause(primary)
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).containsExactly(second));
    }

    @Test
    void anInterruptCancelsTheCall() throws Exception {
        Task<ChatResponse> call =
                Threads.start(() -> engine.model().generate("Hello")).awaitBlocked();
        call.thread().interrupt();

        Throwable thrown = call.failure();
        assertThat(thrown).isInstanceOf(CancelledException.class);
        assertThat(((LlmException) thrown).reason()).isEqualTo("interrupted");
        assertThat(engine.closedExchanges()).isPositive();
    }

    @Test
    void anInterruptedCallTellsWhatHadLeft() throws Exception {
        Task<ChatResponse> call =
                Threads.start(() -> engine.model().generate("Hello")).awaitBlocked();
        engine.unaryCall().beginAttempt(ManualEngine.REF);
        call.thread().interrupt();

        assertThat(call.failure()).isInstanceOfSatisfying(CancelledException.class, cancelled -> {
            assertThat(cancelled.attempts()).hasSize(1);
            assertThat(cancelled.provider()).hasValue("fake");
            assertThat(cancelled.reason()).isEqualTo("interrupted");
            assertThat(cancelled).hasCauseInstanceOf(InterruptedException.class);
        });
    }

    @Test
    void aCallThatIsCancelledElsewhereEndsAsCancelled() throws Exception {
        Task<ChatResponse> call =
                Threads.start(() -> engine.model().generate("Hello")).awaitBlocked();
        engine.unary.cancel(true);

        assertThat(call.failure()).isInstanceOf(CancelledException.class);
    }

    @Test
    void asyncAnswersHopToTheExecutor() {
        ManualExecutor executor = new ManualExecutor();
        CompletableFuture<ChatResponse> call = engine.model(executor).generateAsync(ChatRequest.of("Hello"));
        engine.unary.complete(answer);

        assertThat(call).isNotDone();
        executor.runAll();
        assertThat(call).isCompletedWithValue(answer);
    }

    @Test
    void asyncFailuresAreTheErrorItself() {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        engine.model().generateAsync(ChatRequest.of("Hello")).whenComplete((value, failure) -> seen.set(failure));
        engine.unary.completeExceptionally(new IllegalStateException("sk-secret"));

        assertThat(seen.get()).isInstanceOf(MalformedResponseException.class).hasMessageNotContaining("sk-secret");
    }

    @Test
    void cancellingTheAsyncCallClosesTheExchange() {
        engine.model()
                .generateAsync(ChatRequest.of("Hello"))
                .thenApply(ChatResponse::text)
                .cancel(true);

        assertThat(engine.closedExchanges()).isPositive();
    }

    @Test
    void anExecutorThatRefusesStillLetsTheCallEnd() {
        CompletableFuture<ChatResponse> call = engine.model(task -> {
                    throw new RejectedExecutionException("shut down");
                })
                .generateAsync(ChatRequest.of("Hello"));
        engine.unary.complete(answer);

        assertThat(call).isCompletedWithValue(answer);
    }

    @Test
    void anExecutorThatGetsNoThreadStillLetsTheCallEnd() {
        CompletableFuture<ChatResponse> call = engine.model(task -> {
                    throw new InternalError("no thread");
                })
                .generateAsync(ChatRequest.of("Hello"));
        engine.unary.complete(answer);

        assertThat(call).isCompletedWithValue(answer);
    }

    @Test
    void whatTheDriverThrowsBecomesAnErrorOfTheCall() {
        ChatModel broken = new ThrowingEngine().model();

        assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> broken.generate("Hello"));
        assertThat(broken.generateAsync(ChatRequest.of("Hello"))).isCompletedExceptionally();
    }

    @Test
    void anErrorThatAnEngineThrowsBecomesTheCallsToo() {
        NoClassDefFoundError missing = new NoClassDefFoundError("scripted");
        ChatModel broken = new ThrowingEngine(() -> {
                    throw missing;
                })
                .model();

        assertThatExceptionOfType(MalformedResponseException.class)
                .isThrownBy(() -> broken.generate("Hello"))
                .withCause(missing);
        assertThat(broken.generateAsync(ChatRequest.of("Hello"))).isCompletedExceptionally();
    }

    @Test
    void aRequestMustBeThere() {
        assertThatNullPointerException().isThrownBy(() -> engine.model().generate((ChatRequest) null));
        assertThatNullPointerException().isThrownBy(() -> engine.model().stream((ChatRequest) null));
    }

    @Test
    void aDescriptionIsAskedOnceAndAFailedOneAgain() {
        List<CompletableFuture<ModelInfo>> asked = new ArrayList<>();
        ChatModel model = ChatModels.of(engine, facts(asked), direct());
        CompletableFuture<ModelInfo> first = model.describe();
        CompletableFuture<ModelInfo> second = model.describe();
        assertThat(asked).hasSize(1);
        first.cancel(true);
        assertThat(asked.get(0)).as("others wait for it").isNotDone();
        asked.get(0)
                .completeExceptionally(
                        LlmException.builder(ErrorKind.OVERLOADED, "busy").build());
        assertThat(second).isCompletedExceptionally();
        assertThat(model.describe()).isNotDone();
        assertThat(asked).hasSize(2);
    }

    @Test
    void twoThatAskForADescriptionAtTheSameTimeSendOneRequest() throws Exception {
        List<Task<?>> others = new ArrayList<>();
        AtomicReference<ChatModel> model = new AtomicReference<>();
        AtomicInteger asked = new AtomicInteger();
        model.set(ChatModels.of(engine, facts(() -> askAmidAsking(model, others, asked)), direct()));

        model.get().describe();
        others.get(0).get();

        assertThat(asked).hasValue(1);
    }

    /** Lets somebody else ask, and goes on when that one waits or was served. */
    private static CompletableFuture<ModelInfo> askAmidAsking(
            AtomicReference<ChatModel> model, List<Task<?>> others, AtomicInteger asked) {
        if (asked.incrementAndGet() == 1) {
            Task<?> other = Threads.start(() -> model.get().describe());
            others.add(other);
            while (other.thread().getState() != Thread.State.BLOCKED
                    && !other.result().isDone()) {
                Thread.onSpinWait();
            }
        }
        return new CompletableFuture<>();
    }

    @Test
    void tokensCannotBeCountedUnlessTheDriverCan() {
        assertThat(ChatStreamEndTest.failure(engine.model().countTokens(ChatRequest.of("Hello"))))
                .isInstanceOf(UnsupportedException.class);
    }

    @Test
    void unwrapReachesTheFaceTheEngineAndTheFacts() {
        ModelFacts facts = facts(new ArrayList<>());
        ChatModel model = ChatModels.of(engine, facts, direct());

        assertThat(model.unwrap(ChatModel.class)).containsSame(model);
        assertThat(model.unwrap(ChatEngine.class)).containsSame(engine);
        assertThat(model.unwrap(ManualEngine.class)).containsSame(engine);
        assertThat(model.unwrap(facts.getClass())).isPresent();
        assertThat(model.unwrap(String.class)).isEmpty();
    }

    private static CallSettings direct() {
        return CallSettings.defaults().withCallbackExecutor(Runnable::run);
    }

    private static ModelFacts facts(List<CompletableFuture<ModelInfo>> asked) {
        return facts(() -> {
            asked.add(new CompletableFuture<>());
            return asked.get(asked.size() - 1);
        });
    }

    private static ModelFacts facts(Supplier<CompletableFuture<ModelInfo>> describe) {
        return new ModelFacts() {
            @Override
            public Capabilities capabilities() {
                return Capabilities.unknown();
            }

            @Override
            public CompletableFuture<ModelInfo> describe() {
                return describe.get();
            }
        };
    }
}
