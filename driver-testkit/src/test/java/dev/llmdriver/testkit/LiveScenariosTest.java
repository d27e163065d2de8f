package dev.llmdriver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.llmdriver.Capability;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Each scenario passes where the model does well, and fails where it does not: a live test that cannot fail is worth nothing. */
class LiveScenariosTest {
    private static final ScriptedAnswer HI =
            ScriptedAnswer.builder().text("Hello ", "you").usage(3, 2).build();
    private static final ScriptedAnswer WEATHER = ScriptedAnswer.calling("get_weather", "{\"city\":\"Oslo\"}");
    private static final ScriptedAnswer ENDLESS =
            ScriptedAnswer.builder().text("one, two").silence().build();

    @Test
    void isUp() {
        assertThatCode(playing(request -> HI)::isUp).doesNotThrowAnyException();
        Live down = playing(request -> HI);
        down.health = new Health(Health.Status.DOWN, "gone", "");
        assertFails(down::isUp, "the provider should be up");
    }

    @Test
    void answers() {
        assertThatCode(playing(request -> HI)::answers).doesNotThrowAnyException();
        assertFails(playing(request -> answer(a -> a))::answers, "should say something");
        assertFails(
                playing(request -> answer(a -> a.text("Hi").finish(FinishReason.Kind.OTHER)))::answers,
                "should end as");
        assertFails(playing(request -> answer(a -> a.text("Hi").usage(0, 2)))::answers, "usage should count");
        assertThatThrownBy(playing(request -> ScriptedAnswer.failing(ErrorKind.OVERLOADED))::answers)
                .as("a provider's bad day")
                .hasMessageContaining("the script says so");
    }

    @Test
    void streamsAsItAnswers() {
        assertThatCode(playing(request -> HI)::streamsAsItAnswers).doesNotThrowAnyException();
        assertFails(
                inTurn(answer(a -> a.text("Hi").failing(ErrorKind.STREAM_INTERRUPTED)), HI)::streamsAsItAnswers,
                "failed");
        assertFails(inTurn(answer(a -> a.text("Hi")), HI)::streamsAsItAnswers, "presence of usage");
        ScriptedAnswer cut = answer(a -> a.text("Hi").usage(3, 2).finish(FinishReason.Kind.LENGTH));
        assertFails(inTurn(cut, HI)::streamsAsItAnswers, "finish reason");
    }

    @Test
    void tellsAnUnknownModel() {
        assertThatCode(playing(request -> ScriptedAnswer.failing(ErrorKind.MODEL_NOT_FOUND))::tellsAnUnknownModel)
                .doesNotThrowAnyException();
        assertFails(playing(request -> HI)::tellsAnUnknownModel, "an unknown model should fail");
        assertFails(
                playing(request -> ScriptedAnswer.failing(ErrorKind.INVALID_REQUEST))::tellsAnUnknownModel,
                "should be MODEL_NOT_FOUND, but is INVALID_REQUEST");
    }

    @Test
    void tellsAWrongKey() {
        assertThatCode(playing(request -> ScriptedAnswer.failing(ErrorKind.AUTHENTICATION))::tellsAWrongKey)
                .doesNotThrowAnyException();
        assertFails(playing(request -> HI)::tellsAWrongKey, "a wrong key should fail");
        assertFails(
                playing(request -> ScriptedAnswer.failing(ErrorKind.PERMISSION_DENIED))::tellsAWrongKey,
                "should be AUTHENTICATION");
    }

    @Test
    void canBeCancelled() {
        assertThatCode(playing(request -> ENDLESS)::canBeCancelled).doesNotThrowAnyException();
        // Nearly always whole before anybody can cancel it.
        assertThat(Stream.generate(() -> catchThrowable(inTurn(HI)::canBeCancelled))
                        .limit(20))
                .anySatisfy(thrown -> assertThat(thrown)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("a cancelled stream should fail"));
    }

    @Test
    void callsATool() {
        assertThatCode(inTurn(WEATHER, HI)::callsATool).doesNotThrowAnyException();
        assertFails(playing(request -> HI)::callsATool, "finish reason should be TOOL_CALLS");
        assertFails(inTurn(ScriptedAnswer.calling("get_weather", "{"), HI)::callsATool, "should be a JSON object");
        assertFails(inTurn(ScriptedAnswer.calling("else", "{}"), HI)::callsATool, "name of the tool");
        assertFails(playing(request -> WEATHER)::callsATool, "should end as STOP or LENGTH");
    }

    @Test
    void whatTheModelCannotDoIsSkippedByName() {
        Live unable = playing(request -> HI);
        unable.able = Set.of();
        assertThatThrownBy(unable::callsATool)
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("calls no tools");
    }

    @Test
    void nothingIsAskedBeyondTheBudget() {
        Live poor = playing(request -> HI);
        poor.budget = LiveBudget.of(1, 1_000_000);
        assertThatThrownBy(poor::streamsAsItAnswers).hasMessageContaining("budget of 1 calls");
    }

    private static ScriptedAnswer answer(UnaryOperator<ScriptedAnswer.Builder> steps) {
        return steps.apply(ScriptedAnswer.builder()).build();
    }

    private static Live playing(Function<ChatRequest, ScriptedAnswer> talk) {
        return new Live(ScriptedChatModel.create().answers(talk));
    }

    private static Live inTurn(ScriptedAnswer... answers) {
        return new Live(ScriptedChatModel.create().enqueue(answers));
    }

    private static void assertFails(ThrowingCallable scenario, String words) {
        assertThatThrownBy(scenario).isInstanceOf(AssertionError.class).hasMessageContaining(words);
    }

    /** Live tests of a model that plays a script. */
    private static final class Live extends LiveScenarios {
        private final ChatModel model;
        private Health health = new Health(Health.Status.UP, "fine", "");
        private Set<Capability> able = Set.of(Capability.TOOLS);
        private LiveBudget budget = LiveBudget.of(100, 1_000_000);

        Live(ChatModel model) {
            this.model = model;
        }

        @Override
        protected LlmDriver driver() {
            return new FakeDriver(options -> new FakeProvider(
                    FakeDriver.ID,
                    name -> model,
                    health,
                    List.of(ModelInfo.builder("model").build())));
        }

        @Override
        protected DriverOptions.Builder options() {
            return DriverOptions.builder(FakeDriver.ID).set(CommonOptions.API_KEY.name(), "a key");
        }

        @Override
        protected String chatModel(LlmProvider provider) {
            return "model";
        }

        @Override
        protected Set<Capability> capabilities() {
            return able;
        }

        @Override
        protected LiveBudget budget() {
            return budget;
        }
    }
}
