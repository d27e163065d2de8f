package dev.llmdriver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Support;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolResult;
import dev.llmdriver.Usage;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.InvalidRequestException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmTimeoutException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.error.UnsupportedException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptedChatModelTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ChatRequest HELLO = ChatRequest.of("Hello");
    private static final ScriptedAnswer RICH = ScriptedAnswer.builder()
            .reasoning("H", "m")
            .text("It ", "rains")
            .toolCall("1", "look", "{}")
            .usage(3, 4)
            .build();

    private final ManualScheduler clock = new ManualScheduler();
    private final ScriptedChatModel model = ScriptedChatModel.builder()
            .scheduler(clock)
            .callbackExecutor(Runnable::run)
            .build();

    @Test
    void answersLikeARealModel() {
        model.enqueue(ScriptedAnswer.of("Hello there"));
        ChatResponse response = model.generate("Hello");
        assertThat(response.text()).isEqualTo("Hello there");
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
        assertThat(response.usage()).isEmpty();
        assertThat(response.attempts())
                .hasSize(1)
                .allMatch(attempt -> attempt.error().isEmpty());
        assertThat(response.ref()).isEqualTo(new ModelRef("scripted", "model"));
        assertThat(model.requests()).containsExactly(HELLO);
        model.assertComplete();
    }

    @Test
    void streamAndWholeAnswerAreTheSame() {
        model.enqueue(RICH, RICH);
        StreamProbe probe = StreamProbe.unbounded();
        model.stream(HELLO).subscribe(probe);
        ChatResponse streamed = probe.awaitFinished(SOON);
        probe.assertInOrder();
        ChatResponse whole = model.generate(HELLO);
        assertThat(streamed.message()).isEqualTo(whole.message());
        assertThat(streamed.usage()).isEqualTo(whole.usage()).contains(Usage.of(3, 4));
        assertThat(streamed.finishReason()).isEqualTo(whole.finishReason());
        assertThat(whole.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
        assertThat(whole.message().parts()).hasSize(3);
        assertThat(probe.events(ChatEvent.TextDelta.class))
                .extracting(ChatEvent.TextDelta::text)
                .containsExactly("It ", "rains");
    }

    @Test
    void sendsNoMoreThanWasAskedFor() {
        model.enqueue(ScriptedAnswer.builder().text("a", "b", "c").build());
        StreamProbe probe = new StreamProbe();
        model.stream(HELLO).subscribe(probe);
        assertThat(probe.events()).isEmpty();
        probe.request(2);
        assertThat(probe.events()).hasSize(2);
        assertThat(probe.text()).isEqualTo("a");
        probe.requestAll();
        assertThat(probe.awaitFinished(SOON).text()).isEqualTo("abc");
        probe.assertInOrder();
    }

    @Test
    void demandThatIsNoneFailsTheEngine() {
        model.enqueue(ScriptedAnswer.of("Hi"));
        StreamProbe probe = new StreamProbe().request(1);
        ChatEngine engine = model.unwrap(ChatEngine.class).orElseThrow();
        engine.stream(HELLO, CallContext.of(clock)).subscribe(new Flow.Subscriber<ChatEvent>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                probe.onSubscribe(subscription);
                subscription.request(0);
            }

            @Override
            public void onNext(ChatEvent event) {
                probe.onNext(event);
            }

            @Override
            public void onError(Throwable failure) {
                probe.onError(failure);
            }

            @Override
            public void onComplete() {
                probe.onComplete();
            }
        });
        assertThat(probe.hasEnded()).isTrue();
        assertThat(probe.toString()).contains("demand must be positive");
    }

    @Test
    void aStreamThatNobodyReadsUsesNothing() {
        model.enqueue(ScriptedAnswer.of("Hi"));
        ChatStream stream = model.stream(HELLO);
        assertThat(model.requests()).isEmpty();
        assertThat(stream.result().text()).isEqualTo("Hi");
        model.assertComplete();
    }

    @Test
    void pausesOnItsClock() {
        model.enqueue(ScriptedAnswer.builder()
                .waiting(ChatEvent.WaitReason.COLD_START, Duration.ofSeconds(20))
                .text("a")
                .delay(Duration.ofSeconds(5))
                .text("b")
                .build());
        StreamProbe probe = StreamProbe.unbounded();
        model.stream(HELLO).subscribe(probe);
        assertThat(probe.events()).hasSize(1).hasOnlyElementsOfType(ChatEvent.Waiting.class);
        clock.advance(Duration.ofSeconds(20));
        assertThat(probe.text()).isEqualTo("a");
        clock.advance(Duration.ofSeconds(4));
        assertThat(probe.hasEnded()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        ChatResponse response = probe.awaitFinished(SOON);
        assertThat(response.timings().total()).isEqualTo(Duration.ofSeconds(25));
        assertThat(response.timings().firstContent()).contains(Duration.ofSeconds(20));
        assertThat(clock.pendingAlarms()).isZero();
        probe.assertInOrder();
    }

    @Test
    void keepsTheDeadline() {
        model.enqueue(ScriptedAnswer.builder().silence().build());
        model.enqueue(ScriptedAnswer.builder().text("a").silence().build());
        CompletableFuture<ChatResponse> whole = model.generateAsync(HELLO);
        clock.advance(Duration.ofSeconds(300));
        assertThat(whole).failsWithin(SOON).withThrowableThat().havingCause().isInstanceOf(LlmTimeoutException.class);
        StreamProbe probe = StreamProbe.unbounded();
        model.stream(HELLO.toBuilder().deadline(Duration.ofSeconds(2)).build()).subscribe(probe);
        clock.advance(Duration.ofMillis(1999));
        assertThat(probe.hasEnded()).isFalse();
        clock.advance(Duration.ofMillis(1));
        LlmException late = probe.awaitFailure(SOON);
        assertThat(late.kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(late.phase()).isEqualTo(Phase.STREAMING);
        assertThat(late.partial())
                .hasValueSatisfying(partial -> assertThat(partial.text()).isEqualTo("a"));
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void failsInEveryWay(ErrorKind kind) {
        model.enqueue(ScriptedAnswer.failing(kind), ScriptedAnswer.failing(kind));
        LlmException whole = catchThrowableOfType(LlmException.class, () -> model.generate(HELLO));
        StreamProbe probe = new StreamProbe();
        model.stream(HELLO).subscribe(probe);
        for (LlmException error : List.of(whole, probe.awaitFailure(SOON))) {
            assertThat(error.kind()).isEqualTo(kind);
            assertThat(error.provider()).contains("scripted");
            assertThat(error.attempts()).hasSize(1);
            assertThat(error.attempts().get(0).error()).contains(kind);
            assertThat(error.partial()).isEmpty();
        }
        model.assertComplete();
    }

    @Test
    void failsInTheMiddleWithWhatHadCome() {
        LlmException overloaded = LlmException.builder(ErrorKind.OVERLOADED, "busy")
                .retryAfter(Duration.ofSeconds(7))
                .build();
        model.enqueue(ScriptedAnswer.builder()
                .text("Once ", "upon")
                .usage(1, 2)
                .failing(overloaded)
                .build());
        StreamProbe probe = StreamProbe.unbounded();
        model.stream(HELLO).subscribe(probe);
        LlmException error = probe.awaitFailure(SOON);
        assertThat(error.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(error.partial()).hasValueSatisfying(partial -> {
            assertThat(partial.text()).isEqualTo("Once upon");
            assertThat(partial.usage())
                    .hasValueSatisfying(usage -> assertThat(usage.isPartial()).isTrue());
        });
        probe.assertInOrder();
    }

    @Test
    void canBeCancelled() {
        model.enqueue(ScriptedAnswer.builder().text("a").silence().build());
        ChatStream stream = model.stream(HELLO);
        StreamProbe probe = StreamProbe.unbounded();
        stream.subscribe(probe);
        stream.cancel();
        assertThat(stream.completion())
                .failsWithin(SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(CancelledException.class, cancelled -> {
                    assertThat(cancelled.partial()).isPresent();
                    assertThat(cancelled.attempts().get(0).error()).contains(ErrorKind.CANCELLED);
                });
        assertThat(clock.pendingAlarms()).isZero();
        model.enqueue(ScriptedAnswer.builder().silence().build());
        model.generateAsync(HELLO).cancel(true);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void whatIsAsExpectedIsAnswered() {
        Expectation expected = Expectation.any()
                .prompt("Hello")
                .promptContains("ell")
                .system("Be brief.")
                .systemContains("brief")
                .tools("b", "a")
                .has("temperature", ChatRequest::temperature, 0.5)
                .has("seed", ChatRequest::seed, 7)
                .matches("two messages", request -> request.messages().size() == 2);
        model.expect(expected, ScriptedAnswer.of("Hi"));
        ChatRequest request = ChatRequest.builder()
                .system("Be brief.")
                .user("Hello")
                .tools(List.of(new Tool("a", "", "{}"), new Tool("b", "", "{}")))
                .temperature(0.5)
                .seed(7)
                .build();
        assertThat(model.generate(request).text()).isEqualTo("Hi");
        model.assertComplete();
    }

    @Test
    void aToolResultCanBeExpected() {
        model.enqueue(ScriptedAnswer.calling("look", "{}"));
        model.expect(Expectation.any().toolResult("look", "rain"), ScriptedAnswer.of("It rains."));
        ChatResponse calls = model.generate(HELLO);
        ChatRequest next = HELLO.toBuilder()
                .message(calls.message())
                .message(Message.tool(ToolResult.of(calls.toolCalls().get(0), "rain")))
                .build();
        assertThat(model.generate(next).text()).isEqualTo("It rains.");
        model.assertComplete();
    }

    @Test
    void whatIsNotAsExpectedSaysSo() {
        model.expect(
                Expectation.any()
                        .prompt("Goodbye")
                        .systemContains("brief")
                        .tools("look")
                        .has("temperature", ChatRequest::temperature, 0.5)
                        .matches("two messages", request -> request.messages().size() == 2),
                ScriptedAnswer.of("never"));
        InvalidRequestException error =
                catchThrowableOfType(InvalidRequestException.class, () -> model.generate(HELLO));
        assertThat(error.reason()).isEqualTo("script");
        assertThat(error)
                .hasMessageContaining("Call 1 was not as expected")
                .hasMessageContaining("prompt: expected \"Goodbye\", got \"Hello\"")
                .hasMessageContaining("system message: expected one with \"brief\", got nothing")
                .hasMessageContaining("tools: expected [look], got []")
                .hasMessageContaining("temperature: expected 0.5, got nothing")
                .hasMessageContaining("expected two messages, got ChatRequest");
        assertThatThrownBy(model::assertComplete)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 calls never came")
                .hasMessageContaining("a request by its prompt, system message, tools")
                .hasMessageContaining("expected \"Goodbye\"");
    }

    @Test
    void aCallThatNobodyExpectedFails() {
        assertThatThrownBy(() -> model.generate(HELLO))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("nothing is scripted");
        assertThatThrownBy(model::assertComplete).hasMessageContaining("Call 1 was not expected");
    }

    @Test
    void anythingElseMayBeAnsweredByAFunction() {
        model.answers(request -> ScriptedAnswer.of(request.messages().get(0).text() + " back"));
        model.enqueue(ScriptedAnswer.of("first"));
        assertThat(model.generate("Hello").text()).isEqualTo("first");
        assertThat(model.generate("Hello").text()).isEqualTo("Hello back");
        model.assertComplete();
    }

    @Test
    void saysWhatItCanDo() {
        Capabilities known = Capabilities.unknown().with(Support.YES, Capability.TOOLS);
        ScriptedChatModel able = ScriptedChatModel.builder()
                .ref(new ModelRef("gemini", "pro"))
                .capabilities(known)
                .build();
        assertThat(able.ref()).hasToString("gemini:pro");
        assertThat(able.capabilities()).isEqualTo(known);
        assertThat(able.describe().join().capabilities()).isEqualTo(known);
        assertThat(able.unwrap(ScriptedChatModel.class)).contains(able);
        assertThat(able.explain(HELLO, Mode.STREAM).method()).isEqualTo("SCRIPT");
        assertThat(able.countTokens(HELLO))
                .failsWithin(SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(UnsupportedException.class);
        assertThat(able.requests()).isEmpty();
    }
}
