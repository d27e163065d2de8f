package dev.llmdriver.client.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Role;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.ToolResult;
import dev.llmdriver.Usage;
import dev.llmdriver.client.tool.ToolOutcome.Kind;
import dev.llmdriver.client.tool.ToolRun.Ending;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LimitExceededException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.OverloadedException;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToolLoopTest {
    record City(String name) {}

    private final ManualScheduler clock = new ManualScheduler();
    private final ScriptedChatModel model = ScriptedChatModel.builder()
            .scheduler(clock)
            .callbackExecutor(Runnable::run)
            .build();

    @AfterEach
    void everythingWasAsked() {
        model.assertComplete();
    }

    private ToolLoop.Builder loop(RunnableTool... tools) {
        return ToolLoop.over(model)
                .tools(Toolbox.of(tools))
                .scheduler(clock)
                .executor(Runnable::run)
                .callbackExecutor(Runnable::run);
    }

    private static RunnableTool weather(ToolFunction<City> function) {
        return RunnableTool.of("get_weather", "The weather", City.class, function);
    }

    private static ScriptedAnswer calling(String... namesAndArguments) {
        ScriptedAnswer.Builder answer = ScriptedAnswer.builder();
        for (int i = 0; i < namesAndArguments.length; i += 2) {
            answer.toolCall("call_" + (i / 2 + 1), namesAndArguments[i], namesAndArguments[i + 1]);
        }
        return answer.build();
    }

    private List<ToolResult> resultsOf(int request) {
        List<Message> messages = model.requests().get(request).messages();
        return messages.get(messages.size() - 1).parts(ToolResult.class);
    }

    @Test
    void runsWhatTheModelAsksForUntilItAnswers() {
        model.enqueue(
                calling("get_weather", "{\"name\":\"Oslo\"}"),
                calling("get_weather", "{\"name\":\"Rome\"}"),
                ScriptedAnswer.of("Rain in Oslo, sun in Rome."));

        ToolRun run = loop(weather(city -> city.name() + ": 7 degrees")).build().run("Oslo or Rome?");

        assertThat(run.text()).isEqualTo("Rain in Oslo, sun in Rome.");
        assertThat(run.ending()).isEqualTo(Ending.ANSWERED);
        assertThat(run.steps()).extracting(ToolStep::number).containsExactly(1, 2, 3);
        assertThat(resultsOf(1)).extracting(ToolResult::content).containsExactly("Oslo: 7 degrees");
        assertThat(model.requests().get(2).messages())
                .extracting(Message::role)
                .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.ASSISTANT, Role.TOOL);
        assertThat(run.messages()).hasSize(5).last().isEqualTo(run.answer().message());
        assertThat(model.requests().get(0).tools()).extracting(Tool::name).containsExactly("get_weather");
    }

    @Test
    void sumsTokensAndKeepsEveryAttempt() {
        model.enqueue(
                ScriptedAnswer.builder()
                        .toolCall("1", "get_weather", "{\"name\":\"Oslo\"}")
                        .usage(10, 5)
                        .build(),
                ScriptedAnswer.builder().text("Rain").usage(20, 7).build());

        ToolRun run = loop(weather(City::name)).build().run("Oslo?");

        assertThat(run.totals().usage()).contains(Usage.of(30, 12));
        assertThat(run.totals().attempts()).hasSize(2);
    }

    @Test
    void tokensOfAnAnswerThatToldNoneAreMissed() {
        model.enqueue(
                calling("get_weather", "{\"name\":\"Oslo\"}"),
                ScriptedAnswer.builder().text("Rain").usage(20, 7).build());

        Usage usage =
                loop(weather(City::name)).build().run("Oslo?").totals().usage().orElseThrow();

        assertThat(usage).isEqualTo(Usage.of(20, 7).asPartial());
    }

    @Test
    void resultsStandInTheOrderOfTheCallsHoweverTheyEnd() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        model.enqueue(
                calling("get_weather", "{\"name\":\"Oslo\"}", "get_weather", "{\"name\":\"Rome\"}"),
                ScriptedAnswer.of("Done"));

        CompletableFuture<ToolRun> run = loop(weather(city -> city.name().equals("Oslo") ? slow : "sun"))
                .build()
                .runAsync(ChatRequest.of("?"));
        assertThat(run).isNotDone();
        slow.complete("rain");

        assertThat(run.join().text()).isEqualTo("Done");
        assertThat(resultsOf(1)).extracting(ToolResult::content).containsExactly("rain", "sun");
        assertThat(resultsOf(1)).extracting(ToolResult::callId).containsExactly("call_1", "call_2");
    }

    @Test
    void callsOfOneAnswerRunAtTheSameTime() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        model.enqueue(
                calling("get_weather", "{\"name\":\"Oslo\"}", "get_weather", "{\"name\":\"Rome\"}"),
                ScriptedAnswer.of("Done"));
        RunnableTool meeting = weather(city -> {
            both.countDown();
            return both.await(60, TimeUnit.SECONDS) ? "met" : "alone";
        });

        ToolLoop.over(model).tools(Toolbox.of(meeting)).build().run("?");

        assertThat(resultsOf(1)).extracting(ToolResult::content).containsExactly("met", "met");
    }

    @Test
    void whatGoesWrongWithAToolIsToldToTheModel() {
        model.enqueue(
                calling(
                        "get_weather", "{\"name\":7}",
                        "get_weather", "{\"nam",
                        "get_weather", "{}",
                        "get_wether", "{\"name\":\"Oslo\"}",
                        "get_weather", "{\"name\":\"Atlantis\"}"),
                ScriptedAnswer.of("Sorry"));

        ToolRun run = loop(weather(city -> {
                    throw new IllegalStateException("no such city");
                }))
                .build()
                .run("?");

        assertThat(resultsOf(1)).allMatch(ToolResult::isError);
        assertThat(resultsOf(1))
                .extracting(ToolResult::content)
                .satisfiesExactly(
                        wrongType -> assertThat(wrongType).contains("/name").contains("string expected"),
                        malformed -> assertThat(malformed).contains("not well-formed JSON at line 1"),
                        missing -> assertThat(missing).contains("required property 'name' not found"),
                        unknown -> assertThat(unknown)
                                .contains("no tool 'get_wether'")
                                .contains("[get_weather]"),
                        thrown -> assertThat(thrown).isEqualTo("the tool failed: IllegalStateException: no such city"));
        assertThat(run.steps().get(0).outcomes())
                .extracting(ToolOutcome::kind)
                .containsExactly(
                        Kind.BAD_ARGUMENTS, Kind.BAD_ARGUMENTS, Kind.BAD_ARGUMENTS, Kind.UNKNOWN_TOOL, Kind.FAILED);
        assertThat(run.steps().get(0).outcomes().get(4).failure()).get().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aToolHasItsTime() {
        AtomicReference<ToolContext> seen = new AtomicReference<>();
        RunnableTool stuck = RunnableTool.of("get_weather", "", City.class, (city, context) -> {
            seen.set(context);
            return new CompletableFuture<String>();
        });
        model.enqueue(calling("get_weather", "{\"name\":\"Oslo\"}"), ScriptedAnswer.of("Too slow"));

        CompletableFuture<ToolRun> run =
                loop(stuck).timeout(Duration.ofSeconds(5)).build().runAsync(ChatRequest.of("?"));
        clock.advance(Duration.ofMillis(4999));
        assertThat(run).isNotDone();
        assertThat(seen.get().isCancelled()).isFalse();
        clock.advance(Duration.ofMillis(1));

        assertThat(run.join().text()).isEqualTo("Too slow");
        assertThat(seen.get().isCancelled()).isTrue();
        ToolOutcome outcome = run.join().steps().get(0).outcomes().get(0);
        assertThat(outcome.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(outcome.duration()).isEqualTo(Duration.ofSeconds(5));
        assertThat(outcome.result().content()).contains("within 5000 ms");
    }

    @Test
    void aToolMayHaveATimeOfItsOwn() {
        RunnableTool stuck = weather(city -> new CompletableFuture<String>()).withTimeout(Duration.ofSeconds(1));
        model.enqueue(calling("get_weather", "{\"name\":\"Oslo\"}"), ScriptedAnswer.of("Too slow"));

        CompletableFuture<ToolRun> run = loop(stuck).build().runAsync(ChatRequest.of("?"));
        clock.advance(Duration.ofSeconds(1));

        assertThat(run).isDone();
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void theTimeInterruptsTheTool() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        RunnableTool stuck = weather(city -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException wanted) {
                interrupted.countDown();
            }
            return "late";
        });
        model.enqueue(calling("get_weather", "{\"name\":\"Oslo\"}"), ScriptedAnswer.of("Too slow"));

        CompletableFuture<ToolRun> run = ToolLoop.over(model)
                .tools(Toolbox.of(stuck))
                .scheduler(clock)
                .build()
                .runAsync(ChatRequest.of("?"));
        assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
        clock.advance(Duration.ofSeconds(60));

        assertThat(run.get(60, TimeUnit.SECONDS).text()).isEqualTo("Too slow");
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theStepsAreBoundedAndThatIsSaid() {
        model.answers(request -> calling("get_weather", "{\"name\":\"Oslo\"}"));
        List<String> ran = new ArrayList<>();

        ToolRun run =
                loop(weather(city -> ran.add(city.name()))).maxSteps(3).build().run("?");

        assertThat(run.ending()).isEqualTo(Ending.STEP_LIMIT);
        assertThat(model.requests()).hasSize(3);
        assertThat(ran).hasSize(2);
        assertThatThrownBy(run::text)
                .asInstanceOf(type(LimitExceededException.class))
                .satisfies(error -> assertThat(error.reason()).isEqualTo("tool_steps"))
                .satisfies(error -> assertThat(error.attempts()).hasSize(3))
                .satisfies(error -> assertThat(error.getMessage()).contains("after 3 steps"));
        assertThat(run.steps().get(2).outcomes()).extracting(ToolOutcome::kind).containsExactly(Kind.NOT_RUN);
        assertThat(run.messages()).hasSize(6).last().extracting(Message::role).isEqualTo(Role.TOOL);
    }

    @Test
    void callsOfAnAnswerThatBrokeOffAreNotRun() {
        model.enqueue(ScriptedAnswer.builder()
                .toolCall("1", "get_weather", "{\"name\":\"Oslo\"}")
                .finish(FinishReason.Kind.LENGTH)
                .build());
        List<String> ran = new ArrayList<>();

        ToolRun run = loop(weather(city -> ran.add(city.name()))).build().run("?");

        assertThat(ran).isEmpty();
        assertThat(run.answer().finishReason().kind()).isEqualTo(FinishReason.Kind.LENGTH);
        assertThat(run.steps().get(0).outcomes()).extracting(ToolOutcome::kind).containsExactly(Kind.NOT_RUN);
    }

    @Test
    void deniedCallsAreToldWhy() {
        model.enqueue(
                calling("get_weather", "{\"name\":\"Oslo\"}", "get_weather", "{\"name\":\"Rome\"}"),
                ScriptedAnswer.of("Well"));
        List<String> ran = new ArrayList<>();

        loop(weather(city -> ran.add(city.name())))
                .approval(call -> call.arguments().contains("Oslo") ? Approval.deny("not Oslo") : Approval.allow())
                .build()
                .run("?");

        assertThat(ran).containsExactly("Rome");
        assertThat(resultsOf(1))
                .extracting(ToolResult::content)
                .containsExactly("the call was not allowed: not Oslo", "true");
        assertThat(resultsOf(1)).extracting(ToolResult::isError).containsExactly(true, false);
    }

    /** A hook that forgets a case must not have allowed it. */
    @Test
    void whoSaysNothingHasNotAllowedIt() {
        for (boolean waiting : new boolean[] {true, false}) {
            model.enqueue(calling("get_weather", "{\"name\":\"Oslo\"}"), ScriptedAnswer.of("Well"));
            List<String> ran = new ArrayList<>();
            ToolLoop.Builder asking = loop(weather(city -> ran.add(city.name())));

            ToolRun run = (waiting
                            ? asking.approval(call -> null)
                            : asking.approvalAsync(call -> CompletableFuture.completedFuture(null)))
                    .build()
                    .run("?");

            assertThat(ran).isEmpty();
            assertThat(run.steps().get(0).outcomes())
                    .extracting(ToolOutcome::kind)
                    .containsExactly(Kind.DENIED);
        }
    }

    @Test
    void approvalMayTakeItsTimeOneCallAfterTheOther() {
        Deque<CompletableFuture<Approval>> asked = new ArrayDeque<>();
        List<String> ran = new ArrayList<>();
        model.enqueue(
                calling("get_weather", "{\"name\":\"Oslo\"}", "get_weather", "{\"name\":\"Rome\"}"),
                ScriptedAnswer.of("Well"));

        CompletableFuture<ToolRun> run = loop(weather(city -> ran.add(city.name())))
                .approvalAsync(call -> {
                    asked.add(new CompletableFuture<>());
                    return asked.getLast();
                })
                .build()
                .runAsync(ChatRequest.of("?"));

        clock.advance(Duration.ofHours(9)); // nobody hurries whoever decides
        assertThat(asked).hasSize(1);
        asked.remove().complete(Approval.allow());
        assertThat(ran).containsExactly("Oslo");
        asked.remove().completeExceptionally(new IllegalStateException("window closed"));
        assertThat(run.join().steps().get(0).outcomes())
                .extracting(ToolOutcome::kind)
                .containsExactly(Kind.DONE, Kind.DENIED);
        assertThat(run.join().steps().get(0).outcomes())
                .as("without the wait for approval")
                .allSatisfy(outcome -> assertThat(outcome.duration()).isZero());
        assertThat(ran).hasSize(1);
    }

    @Test
    void messagesGoBackAsTheyCame() {
        ToolCall signed = ToolCall.of("1", "get_weather", "{ \"name\" : \"Oslo\" }")
                .withProviderData(new ProviderData("gemini", "m", "{\"thoughtSignature\":\"abc\"}"));
        ToolStep step = new ToolStep(
                1,
                dev.llmdriver.ChatResponse.builder(
                                model.ref(),
                                Message.of(Role.ASSISTANT, dev.llmdriver.Reasoning.of("hm"), signed),
                                new FinishReason(FinishReason.Kind.TOOL_CALLS, ""))
                        .build(),
                List.of(new ToolOutcome(signed, Kind.DONE, ToolResult.of(signed, "7"), Duration.ZERO, null)));

        assertThat(step.messages().get(0).parts()).containsExactly(dev.llmdriver.Reasoning.of("hm"), signed);
    }

    @Test
    void aForcedToolIsForcedOnce() {
        model.enqueue(calling("get_weather", "{\"name\":\"Oslo\"}"), ScriptedAnswer.of("Rain"));

        loop(weather(City::name))
                .build()
                .run(ChatRequest.builder()
                        .user("?")
                        .toolChoice(ToolChoice.required())
                        .build());

        assertThat(model.requests().get(0).toolChoice()).contains(ToolChoice.required());
        assertThat(model.requests().get(1).toolChoice()).contains(ToolChoice.auto());
    }

    @Test
    void aFailingCallFailsTheRunWithTheAttemptsOfAll() {
        model.enqueue(calling("get_weather", "{\"name\":\"Oslo\"}"), ScriptedAnswer.failing(ErrorKind.OVERLOADED));
        List<ToolStep> heard = new ArrayList<>();
        AtomicReference<LlmException> failure = new AtomicReference<>();
        ToolListener listener = new ToolListener() {
            @Override
            public void step(ToolStep step) {
                heard.add(step);
            }

            @Override
            public void failed(LlmException thrown, List<ToolStep> steps) {
                failure.set(thrown);
                assertThat(steps).isEqualTo(heard);
            }
        };

        assertThatThrownBy(() ->
                        loop(weather(City::name)).build().listening(listener).run("?"))
                .asInstanceOf(type(OverloadedException.class))
                .satisfies(error -> assertThat(error.attempts()).hasSize(2));
        assertThat(heard).hasSize(1);
        assertThat(failure.get().kind()).isEqualTo(ErrorKind.OVERLOADED);
    }

    @Test
    void toolsThatNobodyCanRunAreRefusedAtOnce() {
        ChatRequest request =
                ChatRequest.builder().user("?").tools(new Tool("fly", "", "{}")).build();

        assertThatThrownBy(() -> loop().build().run(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[fly]");
    }

    @Test
    void cancellingReachesTheRunningTool() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        RunnableTool stuck = RunnableTool.of("get_weather", "", City.class, (city, context) -> {
            context.onCancel(told::countDown);
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException wanted) {
                interrupted.countDown();
            }
            return "late";
        });
        model.enqueue(calling("get_weather", "{\"name\":\"Oslo\"}"));

        CompletableFuture<ToolRun> run =
                ToolLoop.over(model).tools(Toolbox.of(stuck)).build().runAsync(ChatRequest.of("?"));
        assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
        run.cancel(true);

        assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(run).isCancelled();
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void cancellingReachesTheModelAndTheApproval() {
        CompletableFuture<Approval> asked = new CompletableFuture<>();
        model.enqueue(ScriptedAnswer.builder().silence().build(), calling("get_weather", "{\"name\":\"Oslo\"}"));
        AtomicReference<LlmException> failure = new AtomicReference<>();
        ToolLoop loop = loop(weather(City::name))
                .approvalAsync(call -> asked)
                .build()
                .listening(new ToolListener() {
                    @Override
                    public void failed(LlmException thrown, List<ToolStep> steps) {
                        failure.set(thrown);
                    }
                });

        loop.runAsync(ChatRequest.of("?")).cancel(true);
        assertThat(clock.pendingAlarms()).as("the call's deadline").isZero();
        assertThat(failure.getAndSet(null).kind()).isEqualTo(ErrorKind.CANCELLED);

        loop.runAsync(ChatRequest.of("?")).cancel(true);
        assertThat(asked).isCancelled();
        assertThat(failure.get().kind()).isEqualTo(ErrorKind.CANCELLED);
    }

    @Test
    void anInterruptCancelsTheBlockingRun() {
        RunnableTool interrupting = weather(city -> new CompletableFuture<String>());
        model.enqueue(calling("get_weather", "{\"name\":\"Oslo\"}"));
        Executor direct = Runnable::run;
        ToolLoop loop = loop(interrupting).executor(direct).build();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> loop.run("?"))
                .asInstanceOf(type(LlmException.class))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.CANCELLED))
                .satisfies(error -> assertThat(error.reason()).isEqualTo("interrupted"));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anExecutorThatRefusesIsAFailedTool() {
        model.enqueue(calling("get_weather", "{\"name\":\"Oslo\"}"), ScriptedAnswer.of("Well"));
        Executor shutDown = task -> {
            throw new java.util.concurrent.RejectedExecutionException("shut down");
        };

        ToolRun run = loop(weather(City::name)).executor(shutDown).build().run("?");

        assertThat(run.steps().get(0).outcomes()).extracting(ToolOutcome::kind).containsExactly(Kind.FAILED);
        assertThat(clock.pendingAlarms()).isZero();
    }
}
