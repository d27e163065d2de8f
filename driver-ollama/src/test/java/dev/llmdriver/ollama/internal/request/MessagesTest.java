package dev.llmdriver.ollama.internal.request;

import static dev.llmdriver.ollama.internal.request.Encoding.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Role;
import dev.llmdriver.Support;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.UnsupportedException;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages as the wire page's section 2 has them. */
class MessagesTest {
    private static final byte[] BYTES = {(byte) 0xff, (byte) 0xd8, 0, 1};
    private static final Media IMAGE = Media.of("image/jpeg", BYTES);
    private static final ProviderData OWN = new ProviderData("ollama", "m", "{}");

    @Test
    void texts_areSentAsTheyAre() throws IOException {
        String odd = "\"quotes\" \\ \n\r\t \u0001 \u2028 😀 é";
        ChatRequest request = ChatRequest.builder().system(odd).user(odd).build();
        JsonNode messages = Json.tree(PLAIN.json(request)).path("messages");
        assertThat(messages.path(0).path("role").asText()).isEqualTo("system");
        assertThat(messages.path(0).path("content").asText()).isEqualTo(odd);
        assertThat(messages.path(1).path("content").asText()).isEqualTo(odd);
    }

    @Test
    void images_areBareBase64() {
        ChatRequest request = with(Message.of(Role.USER, Text.of("What?"), IMAGE, IMAGE));
        assertThat(messages(request))
                .isEqualTo("{\"role\":\"user\",\"content\":\"What?\",\"images\":[\"/9gAAQ==\",\"/9gAAQ==\"]}");
        assertThat(PLAIN.fates(request)).containsEntry("messages", Fate.RENAMED);
        assertThat(PLAIN.json(with(Message.of(Role.USER, Media.of("audio/wav", BYTES)))))
                .contains("\"content\":\"\",\"images\":[");
    }

    @Test
    void whatTheModelCannotTake_isRefused() {
        refused(Message.of(Role.USER, Media.of("image/png", URI.create("https://h/i.png"))), "media_address");
        refused(Message.of(Role.USER, Media.of("application/pdf", BYTES)), "media_type");
        refused(Message.of(Role.USER, Media.of("video/mp4", BYTES)), "media_type");
        refused(Message.of(Role.SYSTEM, IMAGE), "part");
        refused(Message.of(Role.ASSISTANT, IMAGE), "part");
        refused(Message.of(Role.USER, ToolCall.of("c", "f", "{}")), "part");
        refused(Message.of(Role.TOOL, Text.of("x")), "part");
        Encoding blind = PLAIN.with(Capabilities.unknown().with(Support.NO, Capability.IMAGE_INPUT));
        assertThatThrownBy(() -> blind.json(with(Message.of(Role.USER, IMAGE))))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("cannot take image/jpeg");
        assertThat(blind.json(with(Message.of(Role.USER, Media.of("audio/wav", BYTES)))))
                .contains("images");
    }

    private static void refused(Message message, String reason) {
        assertThatThrownBy(() -> PLAIN.json(with(message)))
                .isInstanceOf(UnsupportedException.class)
                .extracting(error -> ((LlmException) error).reason())
                .isEqualTo(reason);
    }

    @Test
    void calls_haveArgumentsAsObjects() {
        ChatRequest request = with(Message.of(
                Role.ASSISTANT,
                Text.of("ok"),
                ToolCall.of("c1", "f", "{\"n\":1, \"x\":1.0,\"big\":12345678901234567890}"),
                ToolCall.of("c2", "g", "")));
        assertThat(messages(request))
                .isEqualTo(
                        "{\"role\":\"assistant\",\"content\":\"ok\",\"tool_calls\":[{\"id\":\"c1\",\"function\":{\"index\":0,"
                                + "\"name\":\"f\",\"arguments\":{\"n\":1,\"x\":1.0,\"big\":12345678901234567890}}},{\"id\":\"c2\","
                                + "\"function\":{\"index\":1,\"name\":\"g\",\"arguments\":{}}}]}");
        assertThat(PLAIN.fates(request)).containsEntry("messages", Fate.SENT);
    }

    @Test
    void argumentsThatAreNoObject_areWrapped() {
        for (String broken : new String[] {"{\"a\":", "[1]", "{} {}", "\"x\""}) {
            ChatRequest request = with(Message.of(Role.ASSISTANT, ToolCall.of("c", "f", broken)));
            assertThat(messages(request))
                    .contains("\"arguments\":{\"arguments\":\"" + broken.replace("\"", "\\\"") + "\"}");
            assertThat(PLAIN.fates(request)).containsEntry("messages", Fate.EMULATED);
        }
    }

    @Test
    void results_areTiedByNameAndId() {
        ChatRequest request = with(Message.tool(
                ToolResult.of("c1", "f", "12"), ToolResult.error(ToolCall.of("c2", "g", "{}"), "no such city")));
        assertThat(messages(request))
                .isEqualTo(
                        "{\"role\":\"tool\",\"content\":\"12\",\"tool_name\":\"f\",\"tool_call_id\":\"c1\"},"
                                + "{\"role\":\"tool\",\"content\":\"Error: no such city\",\"tool_name\":\"g\",\"tool_call_id\":\"c2\"}");
        assertThat(PLAIN.fates(request)).containsEntry("messages", Fate.EMULATED);
    }

    @Test
    void resultWithoutAName_takesThatOfTheLastCallWithItsId() {
        ChatRequest request = ChatRequest.builder()
                .messages(List.of(
                        Message.of(Role.ASSISTANT, ToolCall.of("c1", "f", "{}"), ToolCall.of("c2", "g", "{}")),
                        Message.tool(ToolResult.of("c2", "", "2"), ToolResult.of("c1", " ", "1")),
                        Message.of(Role.ASSISTANT, ToolCall.of("c1", "h", "{}")),
                        Message.tool(ToolResult.of("c1", "", "3"), ToolResult.of("c9", "", "4"))))
                .build();
        assertThat(PLAIN.json(request))
                .contains("\"content\":\"2\",\"tool_name\":\"g\",\"tool_call_id\":\"c2\"")
                .contains("\"content\":\"1\",\"tool_name\":\"f\",\"tool_call_id\":\"c1\"")
                .contains("\"content\":\"3\",\"tool_name\":\"h\",\"tool_call_id\":\"c1\"")
                .contains("\"content\":\"4\",\"tool_name\":\"\",\"tool_call_id\":\"c9\"");
    }

    @Test
    void thoughts_goBackToTheModelTheyCameFrom_andToNoOther() {
        Part thought = Reasoning.of("hm").withProviderData(OWN);
        ChatRequest request = with(Message.of(Role.ASSISTANT, thought, Text.of("4")));
        assertThat(messages(request)).isEqualTo("{\"role\":\"assistant\",\"content\":\"4\",\"thinking\":\"hm\"}");
        assertThat(PLAIN.fates(request)).containsEntry("messages", Fate.SENT);
        assertThat(PLAIN.of("n").json(request)).doesNotContain("hm");
        assertThat(PLAIN.of("n").fates(request)).containsEntry("messages", Fate.DROPPED);
        ChatRequest foreign = with(Message.of(Role.ASSISTANT, Reasoning.of("hm"), Text.of("4")));
        assertThat(PLAIN.json(foreign)).doesNotContain("hm");
        assertThat(PLAIN.detail(foreign, "messages")).contains("reasoning that is not this model's own");
    }

    @Test
    void whatAnotherDriverAttached_isLeftOut() {
        Part signed = Text.of("4").withProviderData(new ProviderData("gemini", "g", "{\"signature\":\"s3cret\"}"));
        ChatRequest request = with(Message.of(Role.ASSISTANT, signed));
        assertThat(messages(request)).isEqualTo("{\"role\":\"assistant\",\"content\":\"4\"}");
        assertThat(PLAIN.fates(request)).containsEntry("messages", Fate.DROPPED);
    }

    @Test
    void severalTexts_areOneContent() {
        ChatRequest request = with(Message.of(Role.USER, Text.of("a"), Text.of("b")));
        assertThat(messages(request)).isEqualTo("{\"role\":\"user\",\"content\":\"ab\"}");
        assertThat(PLAIN.fates(request)).containsEntry("messages", Fate.RENAMED);
    }

    private static ChatRequest with(Message message) {
        return ChatRequest.builder().message(message).build();
    }

    private static String messages(ChatRequest request) {
        String json = PLAIN.json(request);
        return json.substring(json.indexOf('[') + 1, json.lastIndexOf("],\"stream\""));
    }
}
