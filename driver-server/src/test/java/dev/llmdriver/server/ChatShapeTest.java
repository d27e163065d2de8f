package dev.llmdriver.server;

import static dev.llmdriver.server.Stage.CHAT;
import static dev.llmdriver.server.Stage.asking;
import static dev.llmdriver.server.Stage.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Media;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Role;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.ToolResult;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.TwinAnswer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked for arrives, and whole answers have OpenAI's shape. */
@Timeout(120)
class ChatShapeTest {
    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        stage = Stage.open();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private ChatRequest asked(String body) throws Exception {
        stage.scripted.model.enqueue(ScriptedAnswer.of("Fine."));
        HttpResponse<String> answer = stage.post(CHAT, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<ChatRequest> requests = stage.scripted.model.requests();
        return requests.get(requests.size() - 1);
    }

    @Test
    void anAnswerHasItsFields() throws Exception {
        stage.scripted.model.enqueue(ScriptedAnswer.builder()
                .reasoning("Hm.")
                .text("Hello ", "you")
                .usage(7, 3)
                .build());
        HttpResponse<String> answer = stage.post(CHAT, asking("scripted:m", ""));
        JsonNode body = json(answer);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(body.path("id").asText()).startsWith("chatcmpl-");
        assertThat(body.path("object").asText()).isEqualTo("chat.completion");
        assertThat(body.path("created").asLong()).isPositive();
        JsonNode choice = body.path("choices").path(0);
        assertThat(choice.path("index").asInt(-1)).isZero();
        assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(choice.path("message").path("role").asText()).isEqualTo("assistant");
        assertThat(choice.path("message").path("content").asText()).isEqualTo("Hello you");
        assertThat(choice.path("message").path("reasoning_content").asText()).isEqualTo("Hm.");
        assertThat(body.path("usage").path("prompt_tokens").asInt()).isEqualTo(7);
        assertThat(body.path("usage").path("completion_tokens").asInt()).isEqualTo(3);
        assertThat(body.path("usage").path("total_tokens").asInt()).isEqualTo(10);
    }

    @Test
    void whatADriverDidOtherwiseIsTold() throws Exception {
        stage.twin.enqueue(TwinAnswer.of("Fine."), TwinAnswer.of("Fine."));
        JsonNode warned = json(stage.post(CHAT, asking("huggingface:org/chat", ",\"tool_choice\":\"required\"")))
                .path("warnings");
        assertThat(warned).hasSize(1);
        assertThat(warned.path(0).path("code").asText()).isEqualTo("dropped");
        assertThat(warned.path(0).path("field").asText()).isEqualTo("tool_choice");
        assertThat(warned.path(0).path("message").asText()).contains("no tools");
        assertThat(json(stage.post(CHAT, asking("huggingface:org/chat", ""))).has("warnings"))
                .isFalse();
    }

    @Test
    void aToolCallHasNoContent() throws Exception {
        stage.scripted.model.enqueue(
                ScriptedAnswer.builder().toolCall("call_1", "add", "{\"a\":1}").build());
        JsonNode choice =
                json(stage.post(CHAT, asking("scripted:m", ""))).path("choices").path(0);
        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(choice.path("message").path("content").isNull()).isTrue();
        assertThat(choice.path("message").path("tool_calls"))
                .isEqualTo(json("[{\"id\":\"call_1\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"add\",\"arguments\":\"{\\\"a\\\":1}\"}}]"));
    }

    @Test
    void settingsArrive() throws Exception {
        ChatRequest asked = asked(asking(
                "scripted:m",
                ",\"temperature\":0.5,\"top_p\":0.9,\"max_completion_tokens\":9,"
                        + "\"stop\":[\"A\",\"B\"],\"seed\":4,\"frequency_penalty\":0.1,\"presence_penalty\":0.2,\"n\":1,"
                        + "\"logprobs\":true,\"top_logprobs\":2,\"reasoning_effort\":\"xhigh\",\"user\":\"ann\","
                        + "\"metadata\":{\"team\":\"blue\"},\"parallel_tool_calls\":false"));
        assertThat(asked.temperature()).hasValue(0.5);
        assertThat(asked.topP()).hasValue(0.9);
        assertThat(asked.maxTokens()).hasValue(9);
        assertThat(asked.stop()).containsExactly("A", "B");
        assertThat(asked.seed()).hasValue(4);
        assertThat(asked.frequencyPenalty()).hasValue(0.1);
        assertThat(asked.presencePenalty()).hasValue(0.2);
        assertThat(asked.logprobs()).hasValue(2);
        assertThat(asked.reasoningEffort()).contains(ReasoningEffort.MAXIMUM);
        assertThat(asked.tags()).containsEntry("user", "ann").containsEntry("team", "blue");
        assertThat(asked.parallelToolCalls()).contains(false);
    }

    @Test
    void messagesOfAllRolesArrive() throws Exception {
        ChatRequest asked = asked("{\"model\":\"scripted:m\",\"messages\":["
                + "{\"role\":\"developer\",\"content\":\"Be kind.\"},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Look\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AQID\"}},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.webp\"}}]},"
                + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
                + "\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}}]},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"seen\"}]}");
        assertThat(asked.messages())
                .extracting(message -> message.role())
                .containsExactly(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL);
        List<Media> images = asked.messages().get(1).parts(Media.class);
        assertThat(images).extracting(Media::mimeType).containsExactly("image/png", "image/webp");
        assertThat(images.get(0).base64()).contains("AQID");
        assertThat(asked.messages().get(3).parts(ToolResult.class).get(0).toolName())
                .isEqualTo("look");
    }

    @Test
    void toolsAndFormatsArrive() throws Exception {
        ChatRequest asked = asked(asking(
                "scripted:m",
                ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"add\","
                        + "\"description\":\"Adds.\",\"parameters\":{\"type\":\"object\"}}}],"
                        + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"add\"}},"
                        + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"strict\":true,"
                        + "\"schema\":{\"type\":\"object\"}}}"));
        assertThat(asked.tools()).singleElement().satisfies(tool -> {
            assertThat(tool.name()).isEqualTo("add");
            assertThat(tool.parameters()).isEqualTo("{\"type\":\"object\"}");
        });
        assertThat(asked.toolChoice()).contains(ToolChoice.named("add"));
        assertThat(asked.responseFormat()).contains(new ResponseFormat.JsonSchema("n", "{\"type\":\"object\"}", true));
    }

    @Test
    void numbersOfASchemaArriveAsTheyWereWritten() throws Exception {
        String schema = "{\"maximum\":12345678901234567890.12345,\"multipleOf\":0.10,\"minimum\":-1E+400,\"x\":5}";
        ChatRequest asked = asked(asking(
                "scripted:m",
                ",\"temperature\":0.10,\"max_tokens\":1e2,\"seed\":4.0,"
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"add\",\"parameters\":" + schema
                        + "}}],\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":"
                        + schema + "}}"));
        assertThat(asked.tools())
                .singleElement()
                .satisfies(tool -> assertThat(tool.parameters()).isEqualTo(schema));
        assertThat(asked.responseFormat()).contains(new ResponseFormat.JsonSchema("n", schema, false));
        assertThat(asked.temperature()).hasValue(0.1);
        assertThat(asked.maxTokens()).hasValue(100);
        assertThat(asked.seed()).hasValue(4);
    }

    /** llama.cpp writes null for what JSON has no number for; OpenAI has one for what is next to impossible. */
    @Test
    void aProbabilityOfNothingIsANumber() throws Exception {
        String tokens = "[{\"token\":\"Hi\",\"logprob\":-0.5,\"top_logprobs\":[{\"token\":\"Ho\",\"logprob\":null},"
                + "{\"token\":\"Ha\",\"logprob\":-1e999}]}]";
        stage.twin.enqueue(Reply.json(
                200,
                "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"org/chat\",\"choices\":[{\"index\":0,"
                        + "\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"logprobs\":{\"content\":"
                        + tokens + "},\"finish_reason\":\"stop\"}]}"));
        HttpResponse<String> answer =
                stage.post(CHAT, asking("huggingface:org/chat", ",\"logprobs\":true,\"top_logprobs\":2"));
        JsonNode token = json(answer).at("/choices/0/logprobs/content/0");
        assertThat(token.path("logprob").doubleValue()).as(answer.body()).isEqualTo(-0.5);
        assertThat(token.at("/top_logprobs/0/logprob").isNumber())
                .as(answer.body())
                .isTrue();
        assertThat(token.at("/top_logprobs/0/logprob").doubleValue()).isEqualTo(-9999);
        assertThat(token.at("/top_logprobs/1/logprob").doubleValue()).isEqualTo(-9999);
    }

    @Test
    void whatHasNoEffectIsNamed() throws Exception {
        stage.scripted.model.enqueue(ScriptedAnswer.of("Fine."));
        HttpResponse<String> answer = stage.post(
                CHAT, asking("scripted:m", ",\"store\":true,\"bad name\\r\\n\":1,\"service_tier\":\"auto\""));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("LLM-Ignored-Fields")).contains("store, service_tier");
    }

    @Test
    void whatHasNoEffectInAMessageOrAToolIsNamedToo() throws Exception {
        stage.scripted.model.enqueue(ScriptedAnswer.of("Fine."));
        String call =
                "{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\",\"x\":1}}";
        HttpResponse<String> answer = stage.post(
                CHAT,
                "{\"model\":\"scripted:m\",\"messages\":["
                        + "{\"role\":\"user\",\"name\":\"ann\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\",\"cache_control\":{}},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a.example/a.png\",\"detail\":\"low\"}}]},"
                        + "{\"role\":\"assistant\",\"content\":null,\"refusal\":null,\"audio\":null,\"tool_calls\":["
                        + call + "]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"1\"},"
                        + "{\"role\":\"user\",\"name\":\"bob\",\"bad name\\r\\n\":1,\"content\":\"Hi\"}],"
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\","
                        + "\"strict\":true,\"parameters\":{\"type\":\"object\",\"properties\":{}}}}],"
                        + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
                        + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"description\":\"d\","
                        + "\"schema\":{\"type\":\"object\"}}},"
                        + "\"metadata\":{\"a\":\"b\"},\"store\":true}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("LLM-Ignored-Fields"))
                .contains("store, messages[].name, messages[].content[].cache_control,"
                        + " messages[].content[].image_url.detail, messages[].tool_calls[].function.x,"
                        + " tools[].function.strict, response_format.json_schema.description");
    }

    @Test
    void theStandardModelAnswersThoseThatNameNone() throws Exception {
        try (Stage other = Stage.open(builder -> builder.defaultModel("scripted:m"))) {
            other.scripted.model.enqueue(ScriptedAnswer.of("Me."));
            JsonNode body = json(other.post(CHAT, "{\"messages\":[{\"role\":\"user\",\"content\":\"Who?\"}]}"));
            assertThat(body.path("choices")
                            .path(0)
                            .path("message")
                            .path("content")
                            .asText())
                    .isEqualTo("Me.");
            assertThat(other.get("/v1/models").body()).contains("\"scripted:m\"");
        }
    }

    private void refused(String body, String param) throws Exception {
        HttpResponse<String> answer = stage.post(CHAT, body);
        assertThat(answer.statusCode()).as(body).isEqualTo(400);
        JsonNode error = json(answer).path("error");
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("param").asText()).isEqualTo(param);
        assertThat(error.path("message").asText()).contains(param);
        assertThat(error.has("code")).isTrue();
    }

    private static final String TOOL = "{\"type\":\"function\",\"function\":{\"name\":\"same\"}}";

    @Test
    void anAnswerWithoutWordsMayComeBackAsPartOfTheConversation() throws Exception {
        stage.scripted.model.enqueue(ScriptedAnswer.of("Go on."));
        String asked = "{\"model\":\"scripted:m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
                + "{\"role\":\"assistant\",\"content\":\"\"},{\"role\":\"user\",\"content\":\"And?\"}]}";
        HttpResponse<String> answer = stage.post(CHAT, asked);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("Go on.");
        refused(asked.replace("\"content\":\"\"", "\"content\":null"), "messages[1].content");
    }

    @Test
    void wrongFieldsAreNamed() throws Exception {
        for (String[] each : List.of(
                new String[] {",\"temperature\":\"hot\"", "temperature"},
                new String[] {",\"max_tokens\":1.5", "max_tokens"},
                new String[] {",\"max_tokens\":99999999999", "max_tokens"},
                new String[] {",\"max_tokens\":-1", "max_tokens"},
                new String[] {",\"stream\":\"yes\"", "stream"},
                new String[] {",\"n\":2", "n"},
                new String[] {",\"stop\":[1]", "stop"},
                new String[] {",\"stop\":\"\"", "stop"},
                new String[] {",\"stop\":[\"a\",\"\"]", "stop"},
                new String[] {",\"tools\":[" + TOOL + "," + TOOL + "]", "tools"},
                new String[] {",\"top_logprobs\":2", "top_logprobs"},
                new String[] {",\"reasoning_effort\":\"huge\"", "reasoning_effort"},
                new String[] {",\"tool_choice\":\"maybe\"", "tool_choice"},
                new String[] {",\"tools\":[{\"type\":\"function\",\"function\":{}}]", "tools[0].function.name"},
                new String[] {",\"metadata\":{\"a\":1}", "metadata"},
                new String[] {",\"response_format\":{\"type\":\"xml\"}", "response_format.type"})) {
            refused(asking("scripted:m", each[0]), each[1]);
        }
    }

    @Test
    void wrongMessagesAreNamed() throws Exception {
        for (String[] each : List.of(
                new String[] {"", "messages"},
                new String[] {"1", "messages[0]"},
                new String[] {"{\"role\":\"king\",\"content\":\"x\"}", "messages[0].role"},
                new String[] {"{\"role\":\"user\"}", "messages[0].content"},
                new String[] {"{\"role\":\"tool\",\"tool_call_id\":\"x\",\"content\":\"y\"}", "messages[0].tool_call_id"
                },
                new String[] {
                    "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"file:///etc/passwd\"}}]}",
                    "messages[0].content[0].image_url.url"
                })) {
            refused("{\"model\":\"scripted:m\",\"messages\":[" + each[0] + "]}", each[1]);
        }
    }

    @Test
    void theModelIsTheOneThatCanBeAskedAgain() throws Exception {
        for (String name : List.of("fast", "huggingface:org/chat")) {
            JsonNode body = json(stage.post(CHAT, asking(name, "")));
            assertThat(body.path("model").asText()).isEqualTo("huggingface:org/chat");
        }
        assertThat(Stream.of("nobody", "nobody:model"))
                .allSatisfy(name -> assertThat(
                                stage.post(CHAT, asking(name, "")).statusCode())
                        .isEqualTo(404));
    }
}
