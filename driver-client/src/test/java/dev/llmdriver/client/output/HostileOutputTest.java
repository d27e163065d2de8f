package dev.llmdriver.client.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.client.conversation.Conversation;
import dev.llmdriver.client.internal.json.BadJson;
import dev.llmdriver.client.internal.json.Json;
import dev.llmdriver.client.internal.json.SchemaCheck;
import dev.llmdriver.client.tool.RunnableTool;
import dev.llmdriver.client.tool.ToolLoop;
import dev.llmdriver.client.tool.Toolbox;
import dev.llmdriver.error.OutputInvalidException;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import dev.llmdriver.testkit.WireTwin;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a model writes where a value is expected can neither overflow a stack nor keep a thread busy. */
@Timeout(60)
class HostileOutputTest {
    record Tree(
            List<Tree> next,
            Optional<Integer> count,
            Optional<BigInteger> whole,
            Optional<BigDecimal> exact,
            Optional<Double> near,
            Optional<Instant> when,
            Optional<Duration> time) {}

    static List<String> hostile() {
        return List.of(
                deep(190),
                deep(900),
                deep(100_000),
                "[".repeat(100_000),
                "{\"next\":[],\"count\":1e999999999}",
                "{\"next\":[],\"whole\":1e999999999}",
                "{\"next\":[],\"exact\":1e999999999}",
                "{\"next\":[],\"exact\":1e9999999999}", // an exponent that no int holds
                "{\"next\":[],\"exact\":-1e-921474836489}",
                "{\"next\":[],\"near\":-1e-999999999}",
                "{\"next\":[],\"when\":1e999999999}",
                "{\"next\":[],\"time\":1e999999999}",
                "{\"next\":[],\"time\":1e19}",
                "{\"next\":[],\"whole\":" + "9".repeat(1_000_000) + "}",
                "{\"next\":[],\"next\":[],\"next\":\"twice\"}",
                "{\"" + "k".repeat(1_000_000) + "\":1}",
                manyKeys());
    }

    private static String deep(int levels) {
        return "{\"next\":[".repeat(levels) + "]}".repeat(levels);
    }

    /** Keys that a weak table would put into one place: all have the hash of the first. */
    private static String manyKeys() {
        StringBuilder json = new StringBuilder("{\"next\":[]");
        for (int key = 0; key < 1 << 15; key++) {
            json.append(",\"");
            for (int bit = 0; bit < 15; bit++) {
                json.append((key >> bit & 1) == 0 ? "Aa" : "BB");
            }
            json.append("\":1");
        }
        return json.append('}').toString();
    }

    private static ScriptedChatModel answering(ScriptedAnswer answer) {
        ScriptedChatModel model = ScriptedChatModel.create();
        model.enqueue(answer, answer, answer);
        return model;
    }

    /** A value of the type, or the error that says it is none: nothing else. */
    @ParameterizedTest
    @MethodSource("hostile")
    void asAValue(String json) {
        Throwable thrown = catchThrowable(() ->
                TypedOutput.of(answering(ScriptedAnswer.of(json)), Tree.class).generate("a tree"));
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(OutputInvalidException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void asArguments(String json) {
        RunnableTool plant = RunnableTool.of("plant", "Plants a tree", Tree.class, tree -> "planted");
        ScriptedChatModel model = ScriptedChatModel.create();
        model.enqueue(ScriptedAnswer.builder().toolCall("id", "plant", json).build(), ScriptedAnswer.of("done"));
        assertThat(ToolLoop.over(model)
                        .tools(Toolbox.of(plant))
                        .build()
                        .run(ChatRequest.of("?"))
                        .text())
                .isEqualTo("done");
    }

    @Test
    void asASavedConversation(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("saved.json");
        for (String json : hostile()) {
            Files.writeString(file, json);
            assertThatThrownBy(
                            () -> Conversation.over(ScriptedChatModel.create()).restore(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not a saved conversation");
        }
    }

    @Test
    void deepOnesAreRefusedBeforeAnybodyGoesDown() {
        assertThatThrownBy(() -> Json.parse(deep(900))).isInstanceOf(BadJson.class);
    }

    /** A schema may come with a tool from elsewhere; what it refers to is not fetched. */
    @Test
    void schemasFetchNothing() throws Exception {
        try (WireTwin twin = WireTwin.start()) {
            for (String address :
                    List.of(twin.baseUri() + "/schema.json", "file:///etc/hostname", "jar:" + twin.baseUri())) {
                Throwable unused = catchThrowable(
                        () -> new SchemaCheck(Json.parse("{\"$ref\":\"" + address + "\"}")).check(Json.parse("{}")));
            }
            assertThat(twin.connectionsOpened()).isZero();
        }
    }
}
