package dev.llmdriver.gemini.internal.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import dev.llmdriver.error.InvalidRequestException;
import dev.llmdriver.error.UnsupportedException;
import dev.llmdriver.gemini.internal.part.PartNote;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How messages become contents: the wire page's sections 2.1, 3.3 and 5. */
class MessagesTest {
    private static final Encoding OLD = Encoding.of(Encoding.FLASH_2_5);
    private static final Encoding NEW = Encoding.of(Encoding.FLASH_3);
    private static final ToolCall CALL = ToolCall.of("c1", "weather", "{\"city\":\"Paris\"}");
    private static final String WIRE_CALL = "{\"id\":\"c1\",\"name\":\"weather\",\"args\":{\"city\":\"Paris\"}}";

    private static ChatRequest request(Message... messages) {
        return ChatRequest.builder().messages(List.of(messages)).build();
    }

    private static Message assistant(Part... parts) {
        return Message.of(Role.ASSISTANT, parts);
    }

    private static ProviderData data(String model, String json) {
        return new ProviderData("gemini", model, json);
    }

    @Test
    void oneQuestion_isOneContentAndNothingElse() {
        assertThat(OLD.json(ChatRequest.of("Hi")).toString())
                .isEqualTo("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}");
    }

    @Test
    void firstSystemMessages_areInstructions() {
        ChatRequest request = request(Message.system("A"), Message.system("B"), Message.user("Hi"));
        assertThat(OLD.at("/systemInstruction", request)).isEqualTo("{\"parts\":[{\"text\":\"A\"},{\"text\":\"B\"}]}");
        assertThat(OLD.contents(request)).isEqualTo("[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]");
        assertThat(OLD.fates("messages", request)).isEmpty();
    }

    @Test
    void aSystemMessageAmidTheConversation_isTheUsers() {
        ChatRequest request = request(Message.user("Hi"), Message.assistant("Ho"), Message.system("Be brief"));
        assertThat(OLD.contents(request)).endsWith(",{\"role\":\"user\",\"parts\":[{\"text\":\"Be brief\"}]}]");
        assertThat(OLD.fates("messages", request)).containsExactly(Fate.EMULATED);
    }

    @ParameterizedTest
    @CsvSource({"gemma-3-27b-it, true", "gemma-2-9b-it, true", "gemma-4-31b-it, false", "models/gemma-3n-e4b-it, true"})
    void oldGemma_hearsInstructionsFromTheUser(String model, boolean old) {
        ChatRequest request = request(Message.system("Be brief"), Message.user("Hi"), Message.user("You?"));
        Encoding gemma = Encoding.of(model);
        assertThat(gemma.json(request).has("systemInstruction")).isEqualTo(!old);
        assertThat(gemma.contents(request).contains("[{\"text\":\"Be brief\"},{\"text\":\"Hi\"}]},"))
                .isEqualTo(old);
        assertThat(gemma.fates("messages", request).contains(Fate.EMULATED)).isEqualTo(old);
    }

    @Test
    void instructionsAlone_areAskedByTheUser() {
        ChatRequest request = request(Message.system("Sing"));
        assertThat(OLD.contents(request)).isEqualTo("[{\"role\":\"user\",\"parts\":[{\"text\":\"Sing\"}]}]");
        assertThat(OLD.fates("messages", request)).containsExactly(Fate.EMULATED);
    }

    @Test
    void answersThatFollowEachOther_areOneContent() {
        ChatRequest request = request(
                Message.user("Hi"),
                Message.assistant("I look."),
                assistant(CALL),
                Message.tool(ToolResult.of(CALL, "sunny")),
                Message.assistant("Sunny."),
                Message.user("Thanks"),
                Message.user("Bye"));
        assertThat(OLD.contents(request))
                .isEqualTo("[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]},"
                        + "{\"role\":\"model\",\"parts\":[{\"text\":\"I look.\"},{\"functionCall\":" + WIRE_CALL
                        + "}]},"
                        + "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"id\":\"c1\",\"name\":\"weather\",\"response\":"
                        + "{\"output\":\"sunny\"}}}]},"
                        + "{\"role\":\"model\",\"parts\":[{\"text\":\"Sunny.\"}]},"
                        + "{\"role\":\"user\",\"parts\":[{\"text\":\"Thanks\"}]},"
                        + "{\"role\":\"user\",\"parts\":[{\"text\":\"Bye\"}]}]");
    }

    @Test
    void results_areOneContentOfTheirOwn_inTheOrderOfTheCalls() {
        ToolCall second = ToolCall.of("c2", "time", "");
        ChatRequest request = request(
                Message.user("Hi"),
                assistant(CALL, second),
                Message.tool(ToolResult.of(second, "{\"h\": 1.50}"), ToolResult.error(CALL, "no such city")),
                Message.user("And?"));
        assertThat(OLD.contents(request))
                .contains("{\"name\":\"time\",\"args\":{}}".replace("{\"name", "{\"id\":\"c2\",\"name"))
                .contains(
                        "[{\"functionResponse\":{\"id\":\"c1\",\"name\":\"weather\",\"response\":{\"error\":\"no such city\"}}},"
                                + "{\"functionResponse\":{\"id\":\"c2\",\"name\":\"time\",\"response\":{\"h\":1.5}}}]},"
                                + "{\"role\":\"user\",\"parts\":[{\"text\":\"And?\"}]}]");
        assertThat(OLD.fates("messages", request)).containsExactly(Fate.RENAMED);
    }

    @Test
    void resultsInMessagesOfTheirOwn_areJoined() {
        ToolCall second = ToolCall.of("c2", "time", "{}");
        ChatRequest request = request(
                Message.user("Hi"),
                assistant(CALL, second),
                Message.tool(ToolResult.of(CALL, "a")),
                Message.tool(ToolResult.of(second, "b")));
        assertThat(OLD.json(request).at("/contents/2/parts")).hasSize(2);
        assertThat(OLD.json(request).at("/contents")).hasSize(3);
    }

    @Test
    void resultsInMessagesOfTheirOwn_areInTheOrderOfTheCalls_evenWithoutIds() {
        ProviderData madeUp = data(Encoding.FLASH_2_5, "{\"madeUpId\":true}");
        ToolCall first = ToolCall.of("call_0", "weather", "{}").withProviderData(madeUp);
        ToolCall second = ToolCall.of("call_1", "weather", "{}").withProviderData(madeUp);
        ChatRequest request = request(
                Message.user("Hi"),
                assistant(first, second),
                Message.tool(ToolResult.of(second, "b")),
                Message.tool(ToolResult.of(first, "a")));
        assertThat(OLD.at("/contents/2/parts", request))
                .isEqualTo("[{\"functionResponse\":{\"name\":\"weather\",\"response\":{\"output\":\"a\"}}},"
                        + "{\"functionResponse\":{\"name\":\"weather\",\"response\":{\"output\":\"b\"}}}]");
        assertThat(OLD.fates("messages", request)).containsExactly(Fate.RENAMED);
    }

    @Test
    void aResultWithoutAName_takesItFromItsCall() {
        ChatRequest request =
                request(Message.user("Hi"), assistant(CALL), Message.tool(ToolResult.of("c1", "", "sunny")));
        assertThat(OLD.contents(request)).contains("\"functionResponse\":{\"id\":\"c1\",\"name\":\"weather\"");
        assertThatThrownBy(() -> OLD.json(request(Message.user("Hi"), Message.tool(ToolResult.of("c9", "", "x")))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("toolName");
    }

    @Test
    void idsThatWereMadeUp_stayHere() {
        ToolCall call = CALL.withProviderData(data(Encoding.FLASH_2_5, "{\"madeUpId\":true}"));
        ChatRequest request = request(Message.user("Hi"), assistant(call), Message.tool(ToolResult.of(call, "sunny")));
        assertThat(OLD.contents(request))
                .doesNotContain("c1")
                .contains("{\"name\":\"weather\",\"args\":{\"city\":\"Paris\"}}")
                .contains("{\"functionResponse\":{\"name\":\"weather\",");
        assertThat(NEW.contents(request)).as("another model").contains("\"id\":\"c1\"");
    }

    @ParameterizedTest
    @CsvSource({"'', {}", "null, {}", "'{\"a\":1}', '{\"a\":1}'"})
    void arguments_areAnObject(String written, String sent) {
        ChatRequest request = request(Message.user("Hi"), assistant(ToolCall.of("c", "f", written)), Message.user("x"));
        assertThat(OLD.contents(request)).contains("\"args\":" + sent + "}");
    }

    @ParameterizedTest
    @CsvSource({"'[1]'", "'{\"a\":'", "'{} {}'", "oops"})
    void argumentsThatAreNoObject_areText(String broken) {
        ChatRequest request = request(Message.user("Hi"), assistant(ToolCall.of("c", "f", broken)), Message.user("x"));
        assertThat(OLD.json(request)
                        .at("/contents/1/parts/0/functionCall/args/arguments")
                        .asText())
                .isEqualTo(broken);
        assertThat(OLD.fates("messages", request)).containsExactly(Fate.EMULATED);
    }

    @Test
    void argumentsAndResultsOfSloppyJson_areSentAsStrictJson() throws java.io.IOException {
        ToolCall sloppy = ToolCall.of("c", "f", "{\"s\":\"a\nb\u2028\ud83d\ude00\", \"n\": NaN}");
        ChatRequest request =
                request(Message.user("Hi"), assistant(sloppy), Message.tool(ToolResult.of(sloppy, "{\"t\":\"a\tb\"}")));
        byte[] body =
                new ChatRequestCodec("m", RequestSettings.NONE).encode(request).body();
        com.fasterxml.jackson.databind.JsonNode strict =
                new com.fasterxml.jackson.databind.ObjectMapper().readTree(body);
        assertThat(strict.at("/contents/1/parts/0/functionCall/args/s").asText())
                .isEqualTo("a\nb\u2028\ud83d\ude00");
        assertThat(strict.at("/contents/2/parts/0/functionResponse/response/t").asText())
                .isEqualTo("a\tb");
    }

    @Test
    void whatSaysNothing_isLeftOut_butNoContentIsWithoutAPart() {
        Message silent = Message.of(Role.USER, Text.of(""), Media.of("image/png", new byte[] {1}));
        ChatRequest request = request(
                Message.system(""),
                silent,
                Message.system(""),
                Message.assistant(""),
                Message.builder(Role.TOOL).build(),
                Message.user(""),
                Message.builder(Role.USER).build());
        assertThat(OLD.json(request).has("systemInstruction")).isFalse();
        assertThat(OLD.contents(request))
                .isEqualTo(
                        "[{\"role\":\"user\",\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQ==\"}}]},"
                                + "{\"role\":\"user\",\"parts\":[{\"text\":\"\"}]},{\"role\":\"user\",\"parts\":[{\"text\":\"\"}]}]");
        assertThat(OLD.contents(request(Message.system(""))))
                .isEqualTo("[{\"role\":\"user\",\"parts\":[{\"text\":\"\"}]}]");
        assertThat(Encoding.of("gemma-3-27b-it").contents(request(Message.system(""), Message.user("Hi"))))
                .isEqualTo("[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]");
    }

    @Test
    void whatIsLongerThanADouble_keepsItsDigits() {
        ToolCall precise = ToolCall.of("c", "f", "{\"n\": 1234567890.12345678901234567890}");
        ChatRequest request = request(Message.user("Hi"), assistant(precise), Message.user("x"));
        String body = new String(
                new ChatRequestCodec("m", RequestSettings.NONE).encode(request).body(),
                java.nio.charset.StandardCharsets.UTF_8);
        assertThat(body).contains("1234567890.12345678901234567890");
    }

    @Test
    void media_goInlineOrByAddress() {
        ChatRequest request = request(Message.of(
                Role.USER,
                Text.of("What?"),
                Media.of("image/png", new byte[] {1, 2, 3}),
                Media.of("application/pdf", URI.create("https://example.com/a.pdf"))));
        assertThat(OLD.contents(request))
                .isEqualTo(
                        "[{\"role\":\"user\",\"parts\":[{\"text\":\"What?\"},"
                                + "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQID\"}},"
                                + "{\"fileData\":{\"mimeType\":\"application/pdf\",\"fileUri\":\"https://example.com/a.pdf\"}}]}]");
    }

    @Test
    void signaturesGoBack_inTheirOwnParts_toTheirOwnModel() {
        String note = "{\"thoughtSignature\":\"c2ln+/=\",\"before\":[{\"executableCode\":{\"code\":\"1\"}}],"
                + "\"after\":[{\"text\":\"\",\"thoughtSignature\":\"dGFpbA==\"}]}";
        ChatRequest request = request(
                Message.user("Hi"),
                assistant(
                        Reasoning.of("Hm").withProviderData(data(Encoding.FLASH_3, "{}")),
                        Text.of("a"),
                        Text.of("b").withProviderData(data(Encoding.FLASH_3, note)),
                        Text.of("")),
                Message.user("And?"));
        assertThat(NEW.at("/contents/1/parts", request))
                .isEqualTo(
                        "[{\"text\":\"Hm\",\"thought\":true},{\"text\":\"a\"},{\"executableCode\":{\"code\":\"1\"}},"
                                + "{\"text\":\"b\",\"thoughtSignature\":\"c2ln+/=\"},{\"text\":\"\",\"thoughtSignature\":\"dGFpbA==\"}]");
        assertThat(NEW.fates("messages", request)).isEmpty();
        assertThat(OLD.at("/contents/1/parts", request)).isEqualTo("[{\"text\":\"a\"},{\"text\":\"b\"}]");
        assertThat(OLD.fates("messages", request)).containsOnly(Fate.DROPPED).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-3.5-flash,        models/gemini-3.5-flash",
        "models/gemini-3.5-flash, gemini-3.5-flash",
        "models/gemini-3.5-flash, models/gemini-3.5-flash",
    })
    void signaturesGoBack_howeverTheModelIsSpelled(String answering, String asked) {
        ProviderData note = new PartNote("c2ln", false, List.of(), List.of()).toData(answering);
        ChatRequest request =
                request(Message.user("Hi"), assistant(Text.of("a").withProviderData(note)), Message.user("And?"));
        assertThat(Encoding.of(asked).contents(request)).contains("{\"text\":\"a\",\"thoughtSignature\":\"c2ln\"}");
    }

    @Test
    void dataOfAnotherDriver_staysHere() {
        Text foreign = Text.of("a").withProviderData(new ProviderData("huggingface", Encoding.FLASH_3, "{\"x\":1}"));
        ChatRequest request = request(Message.user("Hi"), assistant(foreign), Message.user("And?"));
        assertThat(NEW.at("/contents/1/parts", request)).isEqualTo("[{\"text\":\"a\"}]");
        assertThat(NEW.fates("messages", request)).containsExactly(Fate.DROPPED);
    }

    @Test
    void anAnswerOfNothingButForeignThoughts_isLeftOut() {
        ChatRequest request = request(Message.user("Hi"), assistant(Reasoning.of("Hm")), Message.user("And?"));
        assertThat(NEW.json(request).at("/contents")).hasSize(2);
    }

    @Test
    void theFirstCallOfTheCurrentTurn_isNotWithoutASignature() {
        ToolCall second = ToolCall.of("c2", "time", "{}");
        ChatRequest request = request(
                Message.user("Hi"),
                assistant(CALL),
                Message.tool(ToolResult.of(CALL, "sunny")),
                Message.user("And now?"),
                assistant(Text.of("I look."), CALL, second),
                Message.tool(ToolResult.of(CALL, "rainy"), ToolResult.of(second, "1")));
        String filled = "\"thoughtSignature\":\"skip_thought_signature_validator\"";
        assertThat(NEW.at("/contents/1", request)).as("an older turn").doesNotContain(filled);
        assertThat(NEW.at("/contents/4/parts/1", request)).contains(filled);
        assertThat(NEW.at("/contents/4/parts/2", request)).doesNotContain(filled);
        assertThat(NEW.fates("messages", request)).containsExactly(Fate.EMULATED);
        assertThat(OLD.contents(request)).as("models up to 2.5").doesNotContain(filled);
    }

    @Test
    void aSignatureThatIsThere_isNotFilled() {
        ToolCall signed = CALL.withProviderData(data(Encoding.FLASH_3, "{\"thoughtSignature\":\"c2ln\"}"));
        ToolCall second = ToolCall.of("c2", "time", "{}");
        ChatRequest request = request(Message.user("Hi"), assistant(signed), assistant(second));
        assertThat(NEW.at("/contents/1/parts", request))
                .isEqualTo("[{\"functionCall\":" + WIRE_CALL + ",\"thoughtSignature\":\"c2ln\"},"
                        + "{\"functionCall\":{\"id\":\"c2\",\"name\":\"time\",\"args\":{}}}]");
    }

    @Test
    void aConversationThatBeginsWithAnAnswer_getsAUserFirst() {
        ChatRequest request = request(assistant(CALL), Message.tool(ToolResult.of(CALL, "sunny")));
        assertThat(OLD.contents(request))
                .startsWith("[{\"role\":\"user\",\"parts\":[{\"text\":\"\"}]},{\"role\":\"model\"");
        assertThat(OLD.fates("messages", request)).containsExactly(Fate.EMULATED);
    }

    @Test
    void partsThatAMessageCannotHold_areRefused() {
        assertThatThrownBy(() -> OLD.json(request(Message.of(Role.USER, CALL))))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("a user message cannot hold a part of the kind ToolCall");
        assertThatThrownBy(() -> OLD.json(
                        request(Message.of(Role.SYSTEM, Media.of("image/png", new byte[1])), Message.user("Hi"))))
                .isInstanceOf(UnsupportedException.class);
        assertThatThrownBy(() -> OLD.json(request(Message.of(Role.TOOL, Text.of("x")))))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("tool results");
        assertThatThrownBy(() -> OLD.json(request(Message.user("Hi"), assistant(ToolResult.of("c", "f", "x")))))
                .isInstanceOf(UnsupportedException.class);
    }
}
