package dev.llmdriver.client.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a listener is told, one after the other and in order. */
class ToolListenerTest {
    record City(String name) {}

    private final List<String> heard = new CopyOnWriteArrayList<>();

    private static ScriptedChatModel model(ScriptedAnswer... answers) {
        ScriptedChatModel model =
                ScriptedChatModel.builder().callbackExecutor(Runnable::run).build();
        model.enqueue(answers);
        return model;
    }

    private static ToolLoop loop(ScriptedChatModel model) {
        return ToolLoop.over(model)
                .tools(Toolbox.of(RunnableTool.of("get_weather", "", City.class, City::name)))
                .executor(Runnable::run)
                .callbackExecutor(Runnable::run)
                .build();
    }

    private class Heard implements ToolListener {
        @Override
        public void step(ToolStep step) {
            heard.add("step");
        }

        @Override
        public void ended(ToolRun run) {
            heard.add("ended");
        }

        @Override
        public void cancelled() {
            heard.add("cancelled");
        }

        @Override
        public void failed(LlmException failure, List<ToolStep> steps) {
            heard.add("failed " + failure.kind().wireName());
        }
    }

    @Test
    void nobodyGaveUpWhereTheModelFailed() {
        ScriptedChatModel model = model(ScriptedAnswer.failing(ErrorKind.OVERLOADED));

        assertThat(loop(model).listening(new Heard()).runAsync(ChatRequest.of("?")))
                .isCompletedExceptionally();

        assertThat(heard).containsExactly("failed overloaded");
    }

    @Test
    @Timeout(60)
    void whoGivesUpDuringAStepIsHeardAfterIt() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        AtomicReference<CompletableFuture<ToolRun>> run = new AtomicReference<>();
        Thread givingUp = new Thread(() -> {
            awaited(inside);
            run.get().cancel(true);
        });
        ScriptedChatModel model = model(
                ScriptedAnswer.builder()
                        .toolCall("1", "get_weather", "{\"name\":\"Oslo\"}")
                        .build(),
                ScriptedAnswer.of("Rain"));
        CountDownLatch begun = new CountDownLatch(1);
        ToolLoop loop = ToolLoop.over(model)
                .tools(Toolbox.of(RunnableTool.of("get_weather", "", City.class, City::name)))
                .callbackExecutor(task -> new Thread(() -> {
                            awaited(begun);
                            task.run();
                        })
                        .start())
                .build()
                .listening(new Heard() {
                    @Override
                    public void step(ToolStep step) {
                        heard.add("step begins");
                        inside.countDown();
                        while (told.getCount() > 0 && givingUp.getState() != Thread.State.BLOCKED) {
                            Thread.onSpinWait();
                        }
                        heard.add("step ends");
                    }

                    @Override
                    public void cancelled() {
                        super.cancelled();
                        told.countDown();
                    }
                });

        run.set(loop.runAsync(ChatRequest.of("?")));
        givingUp.start();
        begun.countDown();
        givingUp.join();

        assertThat(heard).startsWith("step begins", "step ends", "cancelled");
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
