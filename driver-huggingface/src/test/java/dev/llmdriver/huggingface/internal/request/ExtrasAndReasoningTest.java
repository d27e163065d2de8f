package dev.llmdriver.huggingface.internal.request;

import static dev.llmdriver.huggingface.internal.request.Encoding.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.FieldFate;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Reasoning;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.huggingface.internal.inputs.InputsRequestCodec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fields of the caller's own win; reasoning goes back to its own model in its own spelling. */
class ExtrasAndReasoningTest {
    @Test
    void extras_winAndAreMerged() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .temperature(0.5)
                .extra("huggingface", "temperature", 0.9)
                .extra("huggingface", "top_k", 40)
                .extra("huggingface", "stop", List.of("x"))
                .extra("huggingface", "stream_options", Map.of("continuous_usage_stats", true))
                .extra("huggingface", "chat_template_kwargs", Map.of("enable_thinking", false))
                .extra("ollama", "num_ctx", 1)
                .build();
        assertThat(at("router").json(request, Mode.STREAM))
                .isEqualTo(
                        "{\"model\":\"org/m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"temperature\":0.9,"
                                + "\"stream\":true,\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true},"
                                + "\"top_k\":40,\"stop\":[\"x\"],\"chat_template_kwargs\":{\"enable_thinking\":false}}");
        assertThat(at("router").fates(request)).containsEntry("extra top_k", Fate.SENT);
    }

    @Test
    void bothNamesOfMaxTokens_areNeverSentTogether() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .maxTokens(5)
                .extra("huggingface", "max_completion_tokens", 7)
                .build();
        assertThat(at("tgi").json(request))
                .contains("\"max_completion_tokens\":7")
                .doesNotContain("max_tokens");
        assertThat(at("tgi").fates(request)).containsEntry("maxTokens", Fate.DROPPED);
    }

    @Test
    void whatAnExtraReplacesUnderAnotherName_countsAsDropped() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .logprobs(3)
                .responseFormat(ResponseFormat.schema("s", "{\"type\":\"object\"}"))
                .extra("huggingface", "top_logprobs", 2)
                .extra("huggingface", "response_format", Map.of("type", "json_object"))
                .build();
        assertThat(at("router").fates(request))
                .containsEntry("logprobs", Fate.DROPPED)
                .containsEntry("responseFormat", Fate.DROPPED);
    }

    @Test
    void textGenerationsNamesOfFields_areKnown() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .maxTokens(5)
                .temperature(0)
                .extra("huggingface", "inputs", "Ho")
                .extra("huggingface", "parameters", Map.of("max_new_tokens", 7, "do_sample", true))
                .build();
        assertThat(InputsRequestCodec.encode(request, Mode.GENERATE).fates())
                .filteredOn(fate -> fate.fate() == Fate.DROPPED)
                .extracting(FieldFate::field)
                .containsExactlyInAnyOrder("messages", "maxTokens", "temperature");
    }

    @Test
    void ownReasoning_goesBackInItsSpelling() {
        for (String field : ReasoningField.NAMES) {
            assertThat(at("router").json(past(ReasoningField.note("huggingface", "org/m", field))))
                    .contains("{\"role\":\"assistant\",\"content\":\"4\",\"" + field + "\":\"two and two\"}");
        }
        assertThat(at("router").json(past(ReasoningField.note("huggingface", "org/m", ReasoningField.INLINE))))
                .contains("\"content\":\"<think>two and two</think>4\"");
    }

    @Test
    void foreignReasoning_isDroppedAndTold() {
        for (ProviderData foreign : List.of(
                ReasoningField.note("huggingface", "org/other", "reasoning"),
                ReasoningField.note("ollama", "org/m", "reasoning"),
                new ProviderData("huggingface", "org/m", "not json"))) {
            assertThat(at("router").json(past(foreign))).doesNotContain("two and two");
            assertThat(at("router").details(past(foreign))).contains("reasoning that is not this model's own");
        }
    }

    private static ChatRequest past(ProviderData data) {
        return ChatRequest.builder()
                .user("2+2?")
                .message(Message.of(Role.ASSISTANT, Reasoning.of("two and two").withProviderData(data), Text.of("4")))
                .user("Sure?")
                .build();
    }
}
