package dev.llmdriver.client.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.client.tool.ToolOutcome.Kind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What throws an error, as a missing class or a lack of threads does, ends a loop or a tool, and leaves nobody waiting. */
class ToolErrorsTest {
    record City(String name) {}

    private static final ChatRequest QUESTION = ChatRequest.of("Oslo?");

    private final ManualScheduler clock = new ManualScheduler();
    private final ScriptedChatModel model = ScriptedChatModel.builder()
            .scheduler(clock)
            .callbackExecutor(Runnable::run)
            .build();

    private ToolLoop.Builder loop() {
        return ToolLoop.over(model)
                .tools(Toolbox.of(RunnableTool.of("get_weather", "", City.class, City::name)))
                .scheduler(clock)
                .executor(Runnable::run)
                .callbackExecutor(Runnable::run);
    }

    private void enqueueTwoCalls() {
        model.enqueue(
                ScriptedAnswer.builder()
                        .toolCall("1", "get_weather", "{\"name\":\"Oslo\"}")
                        .toolCall("2", "get_weather", "{\"name\":\"Rome\"}")
                        .build(),
                ScriptedAnswer.of("Well"));
    }

    private static void assertKinds(CompletableFuture<ToolRun> run, Kind... kinds) {
        assertThat(run).isCompleted();
        assertThat(run.join().steps().get(0).outcomes())
                .extracting(ToolOutcome::kind)
                .containsExactly(kinds);
    }

    @Test
    void anApprovalThatThrowsAnErrorIsNone() {
        enqueueTwoCalls();

        assertKinds(
                loop().approvalAsync(call -> {
                            throw new NoClassDefFoundError("scripted");
                        })
                        .build()
                        .runAsync(QUESTION),
                Kind.DENIED,
                Kind.DENIED);
    }

    @Test
    void anErrorOfWhomACancelReachesKeepsItFromNobody() {
        enqueueTwoCalls();
        List<CompletableFuture<String>> open = new ArrayList<>();
        RunnableTool slow = RunnableTool.of("get_weather", "", City.class, (city, context) -> {
            context.onCancel(() -> {
                throw new AssertionError("scripted");
            });
            open.add(new CompletableFuture<>());
            return open.get(open.size() - 1);
        });
        CompletableFuture<ToolRun> run = loop().tools(Toolbox.of(slow)).build().runAsync(QUESTION);

        run.cancel(true);

        assertThat(open).hasSize(2).allMatch(CompletableFuture::isCancelled);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void anExecutorWithoutThreadsIsAFailedTool() {
        enqueueTwoCalls();
        Executor exhausted = task -> {
            throw new OutOfMemoryError("unable to create native thread");
        };

        assertKinds(loop().executor(exhausted).build().runAsync(QUESTION), Kind.FAILED, Kind.FAILED);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void aCallbackExecutorWithoutThreadsLosesNoEnd() {
        enqueueTwoCalls();
        Executor exhausted = task -> {
            throw new OutOfMemoryError("unable to create native thread");
        };

        assertKinds(loop().callbackExecutor(exhausted).build().runAsync(QUESTION), Kind.DONE, Kind.DONE);
    }

    @Test
    void aListenerThatThrowsAnErrorChangesNothing() {
        enqueueTwoCalls();
        ToolListener broken = new ToolListener() {
            @Override
            public void step(ToolStep step) {
                throw new NoClassDefFoundError("scripted");
            }

            @Override
            public void failed(LlmException failure, List<ToolStep> steps) {
                throw new NoClassDefFoundError("scripted");
            }
        };

        assertKinds(loop().build().listening(broken).runAsync(QUESTION), Kind.DONE, Kind.DONE);
    }

    @Test
    void aSubscriberThatThrowsAnErrorEndsTheStream() {
        model.enqueue(ScriptedAnswer.of("It rains."));
        ToolStream stream = loop().build().stream(QUESTION);
        AtomicInteger heard = new AtomicInteger();
        Throwable ignored = catchThrowable(() -> stream.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ToolEvent event) {
                heard.incrementAndGet();
                throw new NoClassDefFoundError("scripted");
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        }));

        assertThat(heard).hasValue(1);
        assertThat(stream.completion()).isCompletedExceptionally();
    }

    static final class Asserting {
        @ToolMethod("The weather")
        String weather(String city) {
            throw new AssertionError("no city called " + city);
        }
    }

    @Test
    void anErrorOfAMethodIsTold() {
        model.enqueue(ScriptedAnswer.calling("weather", "{\"city\":\"Oslo\"}"), ScriptedAnswer.of("Well"));

        ToolOutcome outcome = loop().tools(Toolbox.ofMethods(new Asserting()))
                .build()
                .runAsync(QUESTION)
                .join()
                .steps()
                .get(0)
                .outcomes()
                .get(0);

        assertThat(outcome.result().content()).isEqualTo("the tool failed: AssertionError: no city called Oslo");
        assertThat(outcome.failure().orElseThrow()).isInstanceOf(AssertionError.class);
    }
}
