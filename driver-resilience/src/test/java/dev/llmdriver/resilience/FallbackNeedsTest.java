package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Role;
import dev.llmdriver.Support;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.ScriptedEngine.Step;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ModelFacts;
import dev.llmdriver.testkit.ManualScheduler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Targets that cannot do what is asked are skipped. */
class FallbackNeedsTest {
    private static final Tool TOOL = new Tool("time", "Tells the time", "{}");

    private final ManualScheduler clock = new ManualScheduler();
    private final CallContext call = CallContext.of(clock);

    private record Facts(Capabilities capabilities) implements ModelFacts {
        @Override
        public CompletableFuture<ModelInfo> describe() {
            throw new UnsupportedOperationException();
        }
    }

    private static ChatEngine knowing(ScriptedEngine engine, Support support, Capability capability) {
        return Resilience.withFacts(engine, new Facts(Capabilities.unknown().with(support, capability)));
    }

    private static ScriptedEngine target(String ref, Step... script) {
        return new ScriptedEngine(ModelRef.parse(ref), script);
    }

    private static ChatEngine chain(ChatEngine first, ChatEngine... others) {
        Resilience each = Resilience.builder().build();
        return Resilience.builder()
                .fallback(
                        FallbackPolicy.defaults(),
                        Stream.of(others).map(each::target).toList())
                .build()
                .over(first);
    }

    static Stream<Arguments> needs() {
        return Stream.of(
                Arguments.of(HELLO.toBuilder().tools(TOOL).build(), Capability.TOOLS),
                Arguments.of(
                        HELLO.toBuilder().responseFormat(ResponseFormat.json()).build(), Capability.JSON),
                Arguments.of(media("image/png"), Capability.IMAGE_INPUT),
                Arguments.of(media("audio/wav"), Capability.AUDIO_INPUT),
                Arguments.of(media("video/mp4"), Capability.VIDEO_INPUT),
                Arguments.of(media("application/pdf"), Capability.DOCUMENT_INPUT));
    }

    private static ChatRequest media(String mimeType) {
        Message message = Message.builder(Role.USER)
                .part(Media.of(mimeType, new byte[] {1}))
                .build();
        return ChatRequest.builder().message(message).build();
    }

    @ParameterizedTest
    @MethodSource("needs")
    void aTargetThatCannotIsSkipped(ChatRequest request, Capability need) {
        ScriptedEngine first = target("a:one", answer("never"));
        ScriptedEngine second = target("b:two", answer("hi"));

        ChatResponse response = chain(knowing(first, Support.NO, need), second)
                .generate(request, call)
                .join();

        assertThat(response.ref()).isEqualTo(second.ref());
        assertThat(first.requests).hasValue(0);
        assertThat(response.attempts()).extracting(Attempt::purpose).containsExactly(Attempt.Purpose.FALLBACK);
    }

    @ParameterizedTest
    @MethodSource("needs")
    void aTargetThatNobodyKnowsIsAsked(ChatRequest request, Capability need) {
        ScriptedEngine first = target("a:one", answer("hi"));

        var unused = chain(knowing(first, Support.UNKNOWN, need), target("b:two", answer("never")))
                .generate(request, call);

        assertThat(first.requests).hasValue(1);
    }

    @Test
    void whereNobodyCanNobodyIsSkipped() {
        ScriptedEngine first = target("a:one", answer("hi"));
        ScriptedEngine second = target("b:two", answer("never"));

        var unused = chain(knowing(first, Support.NO, Capability.TOOLS), knowing(second, Support.NO, Capability.TOOLS))
                .generate(HELLO.toBuilder().tools(TOOL).build(), call);

        assertThat(first.requests).hasValue(1);
    }

    @Test
    void toolsThatMustNotBeCalledAreNoNeed() {
        ScriptedEngine first = target("a:one", answer("hi"));
        ChatRequest request =
                HELLO.toBuilder().tools(TOOL).toolChoice(ToolChoice.none()).build();

        var unused = chain(knowing(first, Support.NO, Capability.TOOLS), target("b:two", answer("never")))
                .generate(request, call);

        assertThat(first.requests).hasValue(1);
    }

    @Test
    void whoWasSkippedStandsInTheErrorInItsPlace() {
        ScriptedEngine first = target("a:one", failure(ErrorKind.QUOTA_EXHAUSTED));
        ScriptedEngine second = target("b:two", answer("never"));
        ScriptedEngine third = target("c:three", failure(ErrorKind.QUOTA_EXHAUSTED));

        CompletableFuture<ChatResponse> future = chain(first, knowing(second, Support.NO, Capability.TOOLS), third)
                .generate(HELLO.toBuilder().tools(TOOL).build(), call);

        LlmException error =
                (LlmException) future.handle((value, thrown) -> thrown).join();
        assertThat(List.of(error.getSuppressed()))
                .extracting(other -> ((LlmException) other).kind())
                .containsExactly(ErrorKind.UNSUPPORTED, ErrorKind.QUOTA_EXHAUSTED);
        assertThat(error).hasMessageContaining("b:two (unsupported)");
    }

    @Test
    void factsChangeNothingElse() {
        ScriptedEngine engine = target("a:one", answer("hi"));
        ChatEngine known = knowing(engine, Support.YES, Capability.TOOLS);

        assertThat(known.unwrap(ScriptedEngine.class)).containsSame(engine);
        assertThat(known.unwrap(ModelFacts.class)).isPresent();
        assertThat(known.unwrap(String.class)).isEmpty();
        assertThat(known.ref()).isEqualTo(engine.ref());
        assertThat(known.generate(HELLO, call)).isCompleted();
    }
}
