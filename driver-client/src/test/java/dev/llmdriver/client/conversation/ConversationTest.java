package dev.llmdriver.client.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Message;
import dev.llmdriver.Role;
import dev.llmdriver.TokenCount;
import dev.llmdriver.ToolResult;
import dev.llmdriver.client.tool.RunnableTool;
import dev.llmdriver.client.tool.ToolRun;
import dev.llmdriver.client.tool.ToolStream;
import dev.llmdriver.client.tool.Toolbox;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.OverloadedException;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConversationTest {
    record City(String name) {}

    private static final Toolbox WEATHER =
            Toolbox.of(RunnableTool.of("get_weather", "", City.class, city -> city.name() + ": rain"));

    private final ScriptedChatModel model =
            ScriptedChatModel.builder().callbackExecutor(Runnable::run).build();

    private List<String> asked(int request) {
        return model.requests().get(request).messages().stream()
                .map(message -> message.role() + " " + message.text())
                .toList();
    }

    private static ScriptedAnswer counted(String text, long input, long output) {
        return ScriptedAnswer.builder().text(text).usage(input, output).build();
    }

    @Test
    void theModelIsToldWhatWasSaid() {
        model.enqueue(ScriptedAnswer.of("It scatters."), ScriptedAnswer.of("Red."));
        Conversation talk = Conversation.over(model)
                .system("Be brief.")
                .settings(request -> request.temperature(0))
                .build();

        assertThat(talk.say("Why is the sky blue?").text()).isEqualTo("It scatters.");
        assertThat(talk.say("And at dusk?").text()).isEqualTo("Red.");

        assertThat(asked(1))
                .containsExactly(
                        "SYSTEM Be brief.", "USER Why is the sky blue?", "ASSISTANT It scatters.", "USER And at dusk?");
        assertThat(model.requests().get(1).temperature()).hasValue(0);
        assertThat(talk.messages()).hasSize(5).first().isEqualTo(Message.system("Be brief."));
    }

    @Test
    void turnsAreForgottenOldestFirstAndTheSystemMessageStays() {
        model.answers(request -> ScriptedAnswer.of("ok"));
        Conversation talk = Conversation.over(model)
                .system("Be brief.")
                .memory(Memory.turns(1))
                .build();

        talk.say("one");
        talk.say("two");
        talk.say("three");

        assertThat(asked(2)).containsExactly("SYSTEM Be brief.", "USER two", "ASSISTANT ok", "USER three");
        assertThat(talk.turns()).hasSize(3);
        talk.forget();
        assertThat(talk.messages()).extracting(Message::text).containsExactly("Be brief.", "three", "ok");
    }

    @Test
    void aCallIsNeverPartedFromItsResult() {
        model.enqueue(
                ScriptedAnswer.calling("get_weather", "{\"name\":\"Oslo\"}"),
                ScriptedAnswer.of("Rain."),
                ScriptedAnswer.of("Yes."),
                ScriptedAnswer.of("No."));
        Conversation talk =
                Conversation.over(model).memory(Memory.turns(1)).tools(WEATHER).build();

        ToolRun run = talk.say("Oslo?");
        talk.say("Sure?");
        talk.say("Really?");

        assertThat(run.steps()).hasSize(2);
        assertThat(model.requests().get(2).messages())
                .extracting(Message::role)
                .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.ASSISTANT, Role.USER);
        assertThat(asked(3)).containsExactly("USER Sure?", "ASSISTANT Yes.", "USER Really?");
        assertThat(model.requests().get(2).messages().get(2).parts(ToolResult.class))
                .extracting(ToolResult::content)
                .containsExactly("Oslo: rain");
    }

    @Test
    void tokensAreThoseThatWereReported() {
        model.enqueue(
                counted("a", 100, 10), // system and first turn: 110
                counted("b", 150, 30), // second turn: 70
                counted("c", 260, 20)); // third turn: 100
        Conversation talk = Conversation.over(model).system("Be brief.").build();

        talk.say("one");
        talk.say("two");
        talk.say("three");

        assertThat(talk.turns()).extracting(Turn::tokens).containsExactly(110L, 70L, 100L);
        assertThat(talk.remembered()).isEqualTo(new TokenCount(280, true));
    }

    @Test
    void asManyTurnsAreToldAsFitIntoTheTokens() {
        model.enqueue(counted("a", 100, 10), counted("b", 150, 30), counted("c", 80, 20), ScriptedAnswer.of("d"));
        Conversation talk = Conversation.over(model).memory(Memory.tokens(140)).build();

        talk.say("one");
        talk.say("two"); // 110 and a new message fit
        talk.say("three"); // 70 fit, 180 would not

        assertThat(asked(1)).hasSize(3);
        assertThat(asked(2)).containsExactly("USER two", "ASSISTANT b", "USER three");
        assertThat(talk.turns())
                .extracting(Turn::counted)
                .as("the third can't be told apart")
                .containsExactly(true, true, false);
        assertThat(talk.remembered().exact()).isFalse();
        String long500 = "x".repeat(4 * 500);
        talk.say(long500);
        assertThat(asked(3)).as("what is said now is always sent").containsExactly("USER " + long500);
    }

    @Test
    void tokensThatNobodyReportedAreEstimatedAndThatIsSaid() {
        model.answers(request -> ScriptedAnswer.of("12345678"));
        Conversation talk = Conversation.over(model).build();
        assertThat(talk.remembered()).isEqualTo(new TokenCount(0, false));

        talk.say("1234");

        assertThat(talk.turns().get(0).counted()).isFalse();
        assertThat(talk.remembered()).isEqualTo(new TokenCount(4 + 1 + 4 + 2, false));
    }

    @Test
    void anErrorLeavesNoTrace() {
        model.enqueue(ScriptedAnswer.of("a"), ScriptedAnswer.failing(ErrorKind.OVERLOADED), ScriptedAnswer.of("b"));
        Conversation talk = Conversation.over(model).build();
        talk.say("one");

        assertThatThrownBy(() -> talk.say("two")).isInstanceOf(OverloadedException.class);
        assertThat(talk.keepPartial()).isFalse();
        talk.say("two");

        assertThat(asked(2)).containsExactly("USER one", "ASSISTANT a", "USER two");
        assertThat(talk.turns()).hasSize(2);
    }

    @Test
    void whatHadComeOfABrokenStreamIsKeptOnRequestOnlyAndMarked() {
        ScriptedAnswer broken = ScriptedAnswer.builder()
                .text("Once upon")
                .toolCall("1", "get_weather", "{\"name\":\"Oslo\"}")
                .failing(ErrorKind.STREAM_INTERRUPTED)
                .build();
        model.enqueue(broken, broken, ScriptedAnswer.of("a time"));
        Conversation talk = Conversation.over(model).tools(WEATHER).build();

        assertThatThrownBy(() -> talk.stream("Tell").forEachText(text -> {})).isInstanceOf(LlmException.class);
        assertThat(talk.turns()).isEmpty();
        assertThatThrownBy(() -> talk.stream("Tell").forEachText(text -> {})).isInstanceOf(LlmException.class);
        assertThat(talk.keepPartial()).isTrue();
        assertThat(talk.keepPartial()).as("once").isFalse();

        assertThat(talk.turns()).extracting(Turn::partial).containsExactly(true);
        talk.say("Go on");
        assertThat(model.requests().get(2).messages())
                .containsExactly(Message.user("Tell"), Message.assistant("Once upon"), Message.user("Go on"));
    }

    @Test
    void streams() {
        model.enqueue(
                ScriptedAnswer.calling("get_weather", "{\"name\":\"Oslo\"}"),
                ScriptedAnswer.of("It rains."),
                ScriptedAnswer.of("Yes."));
        Conversation talk = Conversation.over(model).tools(WEATHER).build();
        StringBuilder text = new StringBuilder();

        talk.stream("Oslo?").forEachText(text::append);

        assertThat(text).hasToString("It rains.");
        assertThat(talk.turns())
                .as("when the stream has ended the turn is there")
                .hasSize(1);
        talk.say("Sure?");
        assertThat(model.requests().get(2).messages()).hasSize(5);
    }

    @Test
    void oneTurnAtATime() {
        model.enqueue(ScriptedAnswer.builder().silence().build(), ScriptedAnswer.of("a"), ScriptedAnswer.of("b"));
        Conversation talk = Conversation.over(model).build();

        CompletableFuture<ToolRun> first = talk.sayAsync(Message.user("one"));
        assertThatThrownBy(() -> talk.say("two"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("still under way");
        first.cancel(true);
        assertThat(talk.say("two").text()).isEqualTo("a");

        ToolStream never = talk.stream("three");
        assertThatThrownBy(talk::keepPartial).isInstanceOf(IllegalStateException.class);
        never.close();
        assertThat(talk.say("four").text()).isEqualTo("b");
        assertThat(talk.turns())
                .extracting(turn -> turn.messages().get(0).text())
                .containsExactly("two", "four");
    }

    @Test
    void aReaderThatStopsMayGoOnAtOnce() {
        model.enqueue(ScriptedAnswer.builder().text("It").silence().build(), ScriptedAnswer.of("Well."));
        Conversation talk = Conversation.over(ScriptedChatModel.create()).build();
        assertThat(talk.turns()).isEmpty();
        Conversation other = Conversation.over(model).build();

        try (ToolStream stream = other.stream("one")) {
            assertThat(stream.iterator().hasNext()).isTrue();
        }

        assertThat(other.say("two").text()).isEqualTo("Well.");
        assertThat(other.turns()).hasSize(1);
    }

    @Test
    void aTurnBeginsWithTheUser() {
        Conversation talk = Conversation.over(model).build();

        assertThatThrownBy(() -> talk.say(Message.assistant("I said"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Memory.turns(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Memory.tokens(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRequestThatCannotBeMadeIsNoTurn() {
        model.enqueue(ScriptedAnswer.of("a"));
        boolean[] broken = {true};
        Conversation talk = Conversation.over(model)
                .settings(request -> {
                    if (broken[0]) {
                        request.tools(new dev.llmdriver.Tool("fly", "", "{}"));
                    }
                })
                .build();

        assertThatThrownBy(() -> talk.say("one")).isInstanceOf(IllegalArgumentException.class);
        broken[0] = false;
        assertThat(talk.say("one").text()).isEqualTo("a");
        assertThat(model.requests()).extracting(ChatRequest::tools).allMatch(List::isEmpty);
    }

    @Test
    void whatTheSystemMessageTakesIsNotForgottenWithTheFirstTurn() {
        model.enqueue(counted("a", 1_000, 10), counted("b", 1_020, 10));
        Conversation talk = Conversation.over(model)
                .system("x".repeat(4_000))
                .memory(Memory.turns(1))
                .build();
        talk.say("one");
        talk.forget();
        assertThat(talk.remembered()).as("nothing was dropped").isEqualTo(new TokenCount(1_010, true));
        Conversation all = Conversation.over(model).restore(talk.toJson()).build();
        all.say("two");
        Conversation last = Conversation.over(model)
                .memory(Memory.turns(1))
                .restore(all.toJson())
                .build();
        last.forget();
        assertThat(last.turns()).hasSize(1);
        assertThat(last.remembered().exact())
                .as("nobody has counted the system message and this turn")
                .isFalse();
        assertThat(last.remembered().tokens()).isGreaterThan(1_000);
    }

    @Test
    void anotherSystemMessageThanTheSavedOneIsNotCounted() {
        model.enqueue(counted("a", 20, 10));
        Conversation talk = Conversation.over(model).system("Be brief.").build();
        talk.say("one");
        String json = talk.toJson();
        assertThat(Conversation.over(model).restore(json).build().remembered()).isEqualTo(new TokenCount(30, true));
        TokenCount other = Conversation.over(model)
                .restore(json)
                .system("x".repeat(4_000))
                .build()
                .remembered();
        assertThat(other.exact()).isFalse();
        assertThat(other.tokens()).isGreaterThan(1_000);
    }

    @Test
    void anErrorThatAModelThrowsEndsItsTurn() {
        ChatModel broken = (ChatModel) Proxy.newProxyInstance(
                ChatModel.class.getClassLoader(), new Class<?>[] {ChatModel.class}, (proxy, method, args) -> {
                    if (method.getName().equals("ref")) {
                        return model.ref();
                    }
                    throw new NoClassDefFoundError("scripted");
                });
        Conversation talk = Conversation.over(broken).build();
        for (int turn = 0; turn < 2; turn++) {
            assertThatThrownBy(() -> talk.say("Hello"))
                    .as("the turn before is over")
                    .isInstanceOf(LlmException.class)
                    .hasRootCauseInstanceOf(NoClassDefFoundError.class);
            assertThatThrownBy(() -> talk.stream("Hello").forEachText(text -> {}))
                    .as("the turn before is over")
                    .isInstanceOf(LlmException.class)
                    .hasRootCauseInstanceOf(NoClassDefFoundError.class);
        }
        assertThat(talk.turns()).isEmpty();
    }
}
