package dev.llmdriver.huggingface.internal.request;

import static dev.llmdriver.huggingface.internal.request.Encoding.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.ToolResult;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.UnsupportedException;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.Fates;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The exact JSON that each backend gets, wire page 2 and 2.1. */
class ChatRequestCodecTest {
    private static final Tool WEATHER = new Tool("weather", "tells the weather", "{\"type\":\"object\"}");

    @Test
    void plainRequest_holdsModelFirstAndNothingUnset() {
        assertThat(at("router").json(ChatRequest.of("Hi")))
                .isEqualTo("{\"model\":\"org/m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    @Test
    void stream_asksForUsage() {
        assertThat(at("router").json(ChatRequest.of("Hi"), Mode.STREAM))
                .endsWith("\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
    }

    @Test
    void everyField_atTheRouter() {
        ChatRequest request = everything().build();
        assertThat(at("router").json(request))
                .isEqualTo("{\"model\":\"org/m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                        + "{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":10,\"temperature\":2.0,\"top_p\":1.0,"
                        + "\"stop\":[\"a\",\"b\",\"c\",\"d\"],\"seed\":9223372036854775807,\"frequency_penalty\":2.0,"
                        + "\"presence_penalty\":0.5,\"logprobs\":true,\"top_logprobs\":5,\"reasoning_effort\":\"xhigh\","
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"description\":"
                        + "\"tells the weather\",\"parameters\":{\"type\":\"object\"}}}],\"tool_choice\":{\"type\":"
                        + "\"function\",\"function\":{\"name\":\"weather\"}},\"parallel_tool_calls\":false}");
        assertThat(at("router").fates(request))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("messages", Fate.SENT),
                        Map.entry("maxTokens", Fate.SENT),
                        Map.entry("temperature", Fate.CLAMPED),
                        Map.entry("topP", Fate.SENT),
                        Map.entry("topK", Fate.DROPPED),
                        Map.entry("stop", Fate.CLAMPED),
                        Map.entry("seed", Fate.CLAMPED),
                        Map.entry("frequencyPenalty", Fate.CLAMPED),
                        Map.entry("presencePenalty", Fate.SENT),
                        Map.entry("logprobs", Fate.CLAMPED),
                        Map.entry("reasoningEffort", Fate.RENAMED),
                        Map.entry("tools", Fate.SENT),
                        Map.entry("toolChoice", Fate.SENT),
                        Map.entry("parallelToolCalls", Fate.SENT)));
    }

    @Test
    void everyField_atTgi_holdsNothingThatTgiRefuses() {
        ChatRequest request = everything().build();
        assertThat(at("tgi").json(request))
                .contains("\"temperature\":3.0", "\"seed\":9223372036854775807", "\"top_logprobs\":5")
                .doesNotContain(
                        "top_p", "top_k", "presence_penalty", "reasoning_effort", "parallel_tool_calls", "null");
        assertThat(at("tgi").fates(request))
                .containsEntry("topP", Fate.EMULATED)
                .containsEntry("topK", Fate.DROPPED)
                .containsEntry("presencePenalty", Fate.DROPPED)
                .containsEntry("reasoningEffort", Fate.DROPPED)
                .containsEntry("parallelToolCalls", Fate.EMULATED);
        assertThat(at("hf-inference").json(request)).isEqualTo(at("tgi").json(request));
    }

    @Test
    void everyField_atVllm_isSentAsItIs() {
        ChatRequest request = everything().build();
        assertThat(at("vllm").json(request))
                .contains(
                        "\"temperature\":3.0",
                        "\"top_p\":1.0",
                        "\"top_k\":40",
                        "\"seed\":-1",
                        "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]",
                        "\"frequency_penalty\":3.0",
                        "\"top_logprobs\":20",
                        "\"reasoning_effort\":\"max\"");
        assertThat(at("vllm").fates(request)).doesNotContainValue(Fate.DROPPED).doesNotContainValue(Fate.CLAMPED);
    }

    @Test
    void unknownEngine_getsWhatAllEnginesTake() {
        ChatRequest request =
                ChatRequest.builder().user("Hi").topP(1.0).seed(-5).topK(3).build();
        assertThat(at("dedicated").json(request))
                .isEqualTo("{\"model\":\"org/m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"top_k\":3,"
                        + "\"seed\":9223372036854775803}");
    }

    @Test
    void greedy_logprobsOfTheChosenTokenAlone() {
        ChatRequest request =
                ChatRequest.builder().user("Hi").temperature(0).logprobs(0).build();
        assertThat(at("tgi").json(request)).endsWith("\"temperature\":0.0,\"logprobs\":true}");
    }

    @Test
    void toolChoiceWithoutTools_isNotSent() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .toolChoice(ToolChoice.required())
                .parallelToolCalls(true)
                .build();
        assertThat(at("router").json(request)).doesNotContain("tool");
        assertThat(at("router").fates(request)).containsEntry("toolChoice", Fate.DROPPED);
    }

    @Test
    void toolChoices_areWords() {
        for (Map.Entry<ToolChoice, String> choice : Map.of(
                        ToolChoice.auto(), "auto", ToolChoice.none(), "none", ToolChoice.required(), "required")
                .entrySet()) {
            ChatRequest request = ChatRequest.builder()
                    .user("Hi")
                    .tools(WEATHER)
                    .toolChoice(choice.getKey())
                    .build();
            assertThat(at("tgi").json(request)).contains("\"tool_choice\":\"" + choice.getValue() + "\"");
        }
    }

    @Test
    void toolTurn_leavesEmptyContentOut() {
        ToolCall call = ToolCall.of("c1", "weather", "");
        ChatRequest request = ChatRequest.builder()
                .user("Rome?")
                .message(Message.of(Role.ASSISTANT, call))
                .message(Message.tool(ToolResult.of(call, "sunny"), ToolResult.of("c2", "weather", "rain")))
                .build();
        assertThat(at("router").json(request))
                .contains("{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"weather\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c1\","
                        + "\"content\":\"sunny\"},{\"role\":\"tool\",\"tool_call_id\":\"c2\",\"content\":\"rain\"}");
    }

    @Test
    void textBesideCalls_isKeptExceptWhereTgiWouldLoseTheCalls() {
        ChatRequest request = ChatRequest.builder()
                .user("Rome?")
                .message(Message.of(
                        Role.ASSISTANT, Text.of("Let me look."), ToolCall.of("c1", "weather", "{\"city\":\"Rome\"}")))
                .build();
        assertThat(at("router").json(request)).contains("\"content\":\"Let me look.\",\"tool_calls\"");
        assertThat(at("tgi").json(request)).doesNotContain("Let me look.").contains("tool_calls");
        assertThat(at("dedicated").json(request)).doesNotContain("Let me look.");
        assertThat(at("tgi").details(request)).anyMatch(detail -> detail.contains("TGI would lose the calls"));
    }

    @Test
    void images_areDataUrlsOrAddresses() {
        ChatRequest request = ChatRequest.builder()
                .message(Message.of(
                        Role.USER,
                        Text.of("Look:"),
                        Media.of("image/png", new byte[] {1, 2, 3}),
                        Media.of("image/jpeg", URI.create("https://host/a.jpg?x=1"))))
                .build();
        assertThat(at("tgi").json(request))
                .contains("\"content\":[{\"type\":\"text\",\"text\":\"Look:\"},{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"data:image/png;base64,AQID\"}},{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"https://host/a.jpg?x=1\"}}]");
    }

    @Test
    void soundAndVideo_areTakenByVllmAlone() {
        ChatRequest request = ChatRequest.builder()
                .message(Message.of(Role.USER, Media.of("audio/wav", new byte[] {1})))
                .build();
        assertThat(at("vllm").json(request))
                .contains("{\"type\":\"audio_url\",\"audio_url\":{\"url\":\"data:audio/wav;base64,AQ==\"}}");
        for (String other : List.of("router", "together", "hf-inference", "tgi", "dedicated", "llamacpp")) {
            assertThatThrownBy(() -> at(other).json(request))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("audio/wav")
                    .hasMessageContaining("dialect=vllm");
        }
    }

    @Test
    void documents_areTakenByNobody() {
        ChatRequest request = ChatRequest.builder()
                .message(Message.of(Role.USER, Media.of("application/pdf", new byte[] {1})))
                .build();
        for (String backend : Encoding.BACKENDS) {
            assertThatThrownBy(() -> at(backend).json(request)).isInstanceOf(UnsupportedException.class);
        }
    }

    @Test
    void misplacedParts_areRefused() {
        ChatRequest request = ChatRequest.builder()
                .message(Message.of(Role.SYSTEM, Media.of("image/png", new byte[] {1})))
                .build();
        assertThatThrownBy(() -> at("router").json(request))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("system message");
    }

    @Test
    void malformedSchema_isToldBeforeAnythingIsSent() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .tools(new Tool("f", "", "{\"type\":"))
                .build();
        assertThatThrownBy(() -> at("router").json(request))
                .isInstanceOfSatisfying(
                        LlmException.class, error -> assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST))
                .hasMessageContaining("schema of tool 'f' is not valid JSON");
    }

    @Test
    void strictRequest_refusesWhatWouldBeDropped() {
        ChatRequest request = everything().strict(true).build();
        EncodedRequest encoded = at("tgi").encode(request, Mode.GENERATE);
        assertThatThrownBy(() -> Fates.refuseDropped(encoded.fates()))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("topK")
                .hasMessageContaining("presencePenalty")
                .hasMessageContaining("reasoningEffort");
        Fates.refuseDropped(at("vllm").encode(request, Mode.GENERATE).fates());
    }

    private static dev.llmdriver.ChatRequestBuilder everything() {
        return ChatRequest.builder()
                .system("Be brief.")
                .user("Hi")
                .maxTokens(10)
                .temperature(3)
                .topP(1.0)
                .topK(40)
                .stop("a", "b", "c", "d", "e")
                .seed(-1)
                .frequencyPenalty(3)
                .presencePenalty(0.5)
                .logprobs(20)
                .reasoningEffort(ReasoningEffort.MAXIMUM)
                .tools(WEATHER)
                .toolChoice(ToolChoice.named("weather"))
                .parallelToolCalls(false);
    }
}
