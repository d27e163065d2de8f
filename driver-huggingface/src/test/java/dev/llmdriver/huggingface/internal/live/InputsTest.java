package dev.llmdriver.huggingface.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ContextLengthException;
import dev.llmdriver.error.InvalidRequestException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.ModelLoadingException;
import dev.llmdriver.error.StreamInterruptedException;
import dev.llmdriver.huggingface.internal.live.TinyServer.Asked;
import dev.llmdriver.huggingface.internal.live.TinyServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plain form of custom handlers and of the tasks' API, wire page 1.1 D and 6. */
class InputsTest {
    private final TinyServer server = TinyServer.start();
    private final LlmProvider provider = Providers.open(server.uri(), "dialect", "custom-inputs");

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    @Test
    void onlyWhatWasSet_isSent() {
        server.next(Reply.json(200, "[{\"generated_text\":\"x\"}]"))
                .next(Reply.json(200, "[{\"generated_text\":\"x\"}]"));
        ask(ChatRequest.of("Hi"));
        ask(ChatRequest.builder()
                .user("Hi")
                .maxTokens(5)
                .temperature(0)
                .topK(4)
                .topP(1.0)
                .seed(-1)
                .frequencyPenalty(0.5)
                .stop("a")
                .responseFormat(ResponseFormat.json())
                .extra("huggingface", "parameters", java.util.Map.of("return_full_text", false))
                .build());
        assertThat(server.asked()).extracting(Asked::path).containsOnly("/");
        assertThat(server.asked())
                .extracting(Asked::body)
                .containsExactly(
                        "{\"inputs\":\"Hi\"}",
                        "{\"inputs\":\"Hi\",\"parameters\":{\"max_new_tokens\":5,\"do_sample\":false,\"top_k\":4,\"seed\":"
                                + "9223372036854775807,\"frequency_penalty\":0.5,\"stop\":[\"a\"],\"grammar\":{\"type\":"
                                + "\"json\",\"value\":{\"type\":\"object\"}},\"return_full_text\":false}}");
    }

    @Test
    void aConversation_isWrittenAsAScript_andTold() {
        server.next(Reply.json(200, "\"fine\""));
        ChatResponse response =
                ask(ChatRequest.builder().system("Be brief.").user("Hi").build());
        assertThat(response.text()).isEqualTo("fine");
        assertThat(server.asked().get(0).body()).isEqualTo("{\"inputs\":\"Be brief.\\n\\nUser: Hi\\n\\nAssistant:\"}");
        assertThat(response.warnings()).extracting(Warning::code).containsExactly("emulated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"generated_text\":\"x\"}] | x",
                "[[{\"generated_text\":\"x\"}]] | x",
                "{\"generated_text\":\"x\"} | x",
                "\"x\" | x",
                "[\"x\",\"y\"] | x",
                "{\"answer\":\"x\",\"score\":0.5} | x",
                "{\"outputs\":[{\"text\":\"x\"}]} | x",
                "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]} | x",
                "{\"label\":7} | {\"label\":7}",
            })
    void freeForms(String body, String text) {
        server.next(Reply.json(200, body));
        assertThat(ask(ChatRequest.of("Hi")).text()).isEqualTo(text);
    }

    @Test
    void plainText_isTheAnswer() {
        server.next(Reply.text(200, "just text"));
        assertThat(ask(ChatRequest.of("Hi")).text()).isEqualTo("just text");
    }

    @Test
    void aSchema_keepsItsNumbers_andIsOneValue() {
        server.next(Reply.json(200, "\"x\""));
        String schema = "{\"type\":\"number\",\"minimum\":1e0,\"maximum\":1e400,\"multipleOf\":0.1234567890123456789}";
        ask(ChatRequest.builder()
                .user("Hi")
                .responseFormat(new ResponseFormat.JsonSchema("n", schema, false))
                .build());
        assertThat(server.asked().get(0).body()).contains("\"value\":" + schema);
        ChatRequest two = ChatRequest.builder()
                .user("Hi")
                .responseFormat(new ResponseFormat.JsonSchema("n", "{} {}", false))
                .build();
        assertThatThrownBy(() -> ask(two)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void details_giveUsageAndReason() {
        server.next(Reply.json(
                200,
                "[{\"generated_text\":\"x\",\"details\":{\"finish_reason\":\"eos_token\","
                        + "\"generated_tokens\":3,\"seed\":10337522019019826656,\"prefill\":[{\"id\":0}]}}]"));
        ChatResponse response = ask(ChatRequest.of("Hi"));
        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.STOP, "eos_token"));
        assertThat(response.usage()).contains(Usage.builder().output(3).build()); // prefill does not count the input
    }

    @Test
    void aStreamOfTokens_skipsSpecialOnes() {
        server.next(Reply.events(
                "data:{\"token\":{\"id\":80,\"text\":\"one\",\"special\":false},\"generated_text\":null}\n\n"
                        + "data:{\"token\":{\"id\":1,\"text\":\"</s>\",\"special\":true},\"generated_text\":\"one\",\"details\":"
                        + "{\"finish_reason\":\"length\",\"generated_tokens\":2,\"input_length\":4}}\n\n"));
        ChatResponse response = stream();
        assertThat(response.text()).isEqualTo("one");
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.LENGTH);
        assertThat(response.usage()).contains(Usage.builder().input(4).output(2).build());
        assertThat(server.asked().get(0).body()).isEqualTo("{\"inputs\":\"Hi\",\"stream\":true}");
    }

    @Test
    void aHandlerThatDoesNotStream_answersWhole() {
        server.next(Reply.json(200, "[{\"generated_text\":\"whole\"}]"));
        assertThat(stream().text()).isEqualTo("whole");
    }

    @Test
    void errorsInTheStream_areTyped() {
        server.next(
                Reply.events("data: {\"error\":\"Input validation error: `inputs` tokens + `max_new_tokens` must be <="
                        + " 4096\",\"error_type\":\"validation\"}\n\n"));
        assertThatThrownBy(this::stream).isInstanceOf(ContextLengthException.class);
        server.next(
                Reply.events("data: {\"token\":{\"text\":\"half\",\"special\":false},\"generated_text\":null}\n\n"));
        assertThatThrownBy(this::stream)
                .isInstanceOfSatisfying(
                        StreamInterruptedException.class,
                        cut -> assertThat(cut.partial().orElseThrow().text()).isEqualTo("half"));
        server.next(Reply.json(200, "{\"error\":\"Model org/m is currently loading\",\"estimated_time\":20.0}"));
        assertThatThrownBy(() -> ask(ChatRequest.of("Hi"))).isInstanceOf(ModelLoadingException.class);
    }

    @Test
    void whatHasNoForm_isDroppedOrRefused() {
        ChatRequest strict = ChatRequest.builder()
                .user("Hi")
                .logprobs(1)
                .presencePenalty(1)
                .strict(true)
                .build();
        assertThatThrownBy(() -> ask(strict))
                .isInstanceOf(LlmException.class)
                .hasMessageContaining("logprobs")
                .hasMessageContaining("presencePenalty");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void theTasksOfHfInference_areReachedByTheModelsPath() {
        server.at("/hf-inference/models/org/m", Reply.json(200, "[{\"generated_text\":\"x\"}]"));
        try (LlmProvider tasks = Providers.open(server.uri(), "endpoint", "hf-inference", "dialect", "custom-inputs")) {
            assertThat(tasks.chatModel("org/m").generate("Hi").text()).isEqualTo("x");
        }
    }

    private ChatResponse ask(ChatRequest request) {
        return provider.chatModel("org/m").generate(request);
    }

    private ChatResponse stream() {
        return provider.chatModel("org/m").stream("Hi").result();
    }
}
