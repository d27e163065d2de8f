package dev.llmdriver.ollama.internal.request;

import static dev.llmdriver.ollama.internal.request.Encoding.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.Mode;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Support;
import dev.llmdriver.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as the wire page's section 2 and 3 have them, beside messages and tools. */
class ChatRequestCodecTest {
    private static final ChatRequest HI = ChatRequest.of("Hi");

    @Test
    void theLeast_isModelMessagesAndStream() {
        assertThat(PLAIN.json(HI))
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":false}");
        assertThat(new String(
                        new ChatRequestCodec("m", Defaults.NONE)
                                .encode(HI, Mode.STREAM, Capabilities.unknown())
                                .body(),
                        StandardCharsets.UTF_8))
                .endsWith("\"stream\":true}");
        assertThat(PLAIN.fates(HI)).containsExactly(Map.entry("messages", Fate.SENT));
    }

    @Test
    void everySetting_hasItsOption() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .maxTokens(9)
                .temperature(0.2)
                .topP(0.5)
                .topK(3)
                .stop("a")
                .seed(-7)
                .frequencyPenalty(1.5)
                .presencePenalty(-1)
                .build();
        assertThat(PLAIN.rest(request))
                .isEqualTo(
                        "\"options\":{\"num_predict\":9,\"temperature\":0.2,\"top_p\":0.5,\"top_k\":3,\"stop\":[\"a\"],"
                                + "\"seed\":-7,\"frequency_penalty\":1.5,\"presence_penalty\":-1.0},\"stream\":false");
        assertThat(PLAIN.fates(request))
                .containsEntry("maxTokens", Fate.RENAMED)
                .containsEntry("seed", Fate.SENT)
                .hasSize(9);
    }

    @Test
    void whatIsConfigured_isSentUnlessTheRequestSaysOtherwise() {
        Defaults defaults = new Defaults(Map.of("num_ctx", 8192L), "5m", "low", false, true);
        assertThat(PLAIN.with(defaults).rest(HI))
                .isEqualTo("\"options\":{\"num_ctx\":8192},\"think\":\"low\",\"keep_alive\":\"5m\",\"truncate\":false,"
                        + "\"shift\":true,\"stream\":false");
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .temperature(1)
                .reasoningEffort(ReasoningEffort.NONE)
                .extra("ollama", "keep_alive", -1)
                .extra("ollama", "options", Map.of("num_ctx", 4096, "top_k", 1))
                .build();
        Defaults all = new Defaults(Map.of("temperature", 0.1), 300L, "true", null, null);
        assertThat(PLAIN.with(all).rest(request))
                .startsWith("\"options\":{\"temperature\":1.0,")
                .contains("\"num_ctx\":4096")
                .contains("\"think\":false")
                .contains("\"keep_alive\":-1");
        assertThat(PLAIN.with(all).rest(HI)).contains("\"think\":true").contains("\"keep_alive\":300");
    }

    @Test
    void formats_areAWordOrASchema() {
        assertThat(PLAIN.rest(format(ResponseFormat.json()))).startsWith("\"format\":\"json\"");
        assertThat(PLAIN.rest(format(ResponseFormat.schema("city", "{\"type\":\"object\"}"))))
                .startsWith("\"format\":{\"type\":\"object\"}");
        assertThat(PLAIN.rest(format(ResponseFormat.text()))).isEqualTo("\"stream\":false");
        assertThat(PLAIN.fates(format(ResponseFormat.text()))).containsEntry("responseFormat", Fate.EMULATED);
        assertThatThrownBy(() -> PLAIN.json(format(ResponseFormat.schema("city", "{"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the schema of the response format");
    }

    private static ChatRequest format(ResponseFormat format) {
        return ChatRequest.builder().user("Hi").responseFormat(format).build();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, qwen3:4b, false, RENAMED",
        "MINIMAL, qwen3:4b, \"low\", CLAMPED",
        "LOW, qwen3:4b, \"low\", RENAMED",
        "MEDIUM, qwen3:4b, \"medium\", RENAMED",
        "HIGH, qwen3:4b, \"high\", RENAMED",
        "MAXIMUM, qwen3:4b, \"max\", RENAMED",
        "NONE, gpt-oss:20b, \"low\", CLAMPED",
        "MAXIMUM, gpt-oss:120b-cloud, \"high\", CLAMPED",
        "HIGH, GPT-OSS, \"high\", RENAMED"
    })
    void efforts_areLevelsOfThinking(ReasoningEffort effort, String model, String think, Fate fate) {
        ChatRequest request =
                ChatRequest.builder().user("Hi").reasoningEffort(effort).build();
        assertThat(PLAIN.of(model).rest(request)).startsWith("\"think\":" + think + ",");
        assertThat(PLAIN.of(model).fates(request)).containsEntry("reasoningEffort", fate);
    }

    @Test
    void aModelThatCannotThink_isNotAskedTo() {
        Encoding incapable = PLAIN.with(Capabilities.unknown().with(Support.NO, Capability.REASONING));
        ChatRequest high = ChatRequest.builder()
                .user("Hi")
                .reasoningEffort(ReasoningEffort.HIGH)
                .build();
        assertThat(incapable.json(high)).doesNotContain("think");
        assertThat(incapable.fates(high)).containsEntry("reasoningEffort", Fate.DROPPED);
        ChatRequest none =
                high.toBuilder().reasoningEffort(ReasoningEffort.NONE).build();
        assertThat(incapable.rest(none)).startsWith("\"think\":false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "low", "max"})
    void aModelThatCannotThink_isNotAskedToByTheConfiguration(String think) {
        Encoding configured = PLAIN.with(new Defaults(Map.of(), null, think, null, null));
        Encoding incapable = configured.with(Capabilities.unknown().with(Support.NO, Capability.REASONING));
        assertThat(configured.json(HI)).contains("\"think\":");
        assertThat(incapable.json(HI)).doesNotContain("think");
        assertThat(incapable.fates(HI)).containsEntry("think", Fate.DROPPED);
        assertThat(incapable
                        .with(new Defaults(Map.of(), null, "false", null, null))
                        .rest(HI))
                .startsWith("\"think\":false");
    }

    @Test
    void logprobs_areAtMostTwenty() {
        assertThat(PLAIN.rest(logprobs(0))).startsWith("\"logprobs\":true,\"stream\"");
        assertThat(PLAIN.rest(logprobs(3))).startsWith("\"logprobs\":true,\"top_logprobs\":3,");
        assertThat(PLAIN.rest(logprobs(21))).startsWith("\"logprobs\":true,\"top_logprobs\":20,");
        assertThat(PLAIN.fates(logprobs(21))).containsEntry("logprobs", Fate.CLAMPED);
        assertThat(PLAIN.fates(logprobs(20))).containsEntry("logprobs", Fate.SENT);
    }

    private static ChatRequest logprobs(int top) {
        return ChatRequest.builder().user("Hi").logprobs(top).build();
    }

    @Test
    void extras_winAndAreSentUnderTheirNames() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .temperature(0.2)
                .extra("ollama", "options", Map.of("temperature", 0.9, "stop", List.of("x")))
                .extra("ollama", "_debug_render_only", true)
                .extra("gemini", "cachedContent", "c")
                .build();
        assertThat(PLAIN.rest(request))
                .contains("\"temperature\":0.9")
                .contains("\"stop\":[\"x\"]")
                .contains("\"_debug_render_only\":true")
                .doesNotContain("cachedContent");
        assertThat(PLAIN.fates(request))
                .containsEntry("extra options", Fate.SENT)
                .containsEntry("extra _debug_render_only", Fate.SENT);
    }

    @Test
    void whatAnExtraReplacesUnderOllamasName_countsAsDropped() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .maxTokens(5)
                .logprobs(3)
                .reasoningEffort(ReasoningEffort.HIGH)
                .responseFormat(ResponseFormat.json())
                .extra("ollama", "options", Map.of("num_predict", 7))
                .extra("ollama", "think", false)
                .extra("ollama", "format", Map.of("type", "array"))
                .extra("ollama", "top_logprobs", 4)
                .build();
        assertThat(PLAIN.rest(request)).contains("\"num_predict\":7", "\"think\":false");
        assertThat(PLAIN.fates(request))
                .containsEntry("maxTokens", Fate.DROPPED)
                .containsEntry("logprobs", Fate.DROPPED)
                .containsEntry("reasoningEffort", Fate.DROPPED)
                .containsEntry("responseFormat", Fate.DROPPED);
        assertThat(PLAIN.detail(request, "maxTokens")).isEqualTo("replaced by extra options.num_predict");
    }
}
