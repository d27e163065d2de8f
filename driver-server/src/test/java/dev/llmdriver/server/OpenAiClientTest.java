package dev.llmdriver.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.TwinAnswer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** OpenAI's own client, as it is, finds in the server what it expects of OpenAI. */
@Timeout(120)
class OpenAiClientTest {
    private Stage stage;
    private OpenAIClient openAi;

    /** What a structured answer is read into. */
    static final class City {
        @JsonProperty("name")
        public String name;

        @JsonProperty("people")
        public int people;
    }

    @BeforeEach
    void open() throws Exception {
        stage = Stage.open();
        openAi = OpenAIOkHttpClient.builder()
                .baseUrl(stage.uri("/v1").toString())
                .apiKey("anything")
                .maxRetries(0)
                .timeout(Stage.PATIENCE)
                .build();
    }

    @AfterEach
    void close() {
        openAi.close();
        stage.close();
    }

    private static ChatCompletionCreateParams.Builder asking(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("Hello");
    }

    private ChatCompletion complete(ChatCompletionCreateParams params) {
        return openAi.chat().completions().create(params);
    }

    private static ChatCompletionMessage message(ChatCompletion answer) {
        return answer.choices().get(0).message();
    }

    @Test
    void chats() {
        stage.twin.enqueue(TwinAnswer.builder().text("Hello you").usage(9, 2).build());
        ChatCompletion answer = complete(asking("huggingface:org/chat").build());
        answer.validate();
        assertThat(message(answer).content()).contains("Hello you");
        assertThat(answer.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(11);
    }

    @Test
    void chatsWithTheDemo() {
        assertThat(message(complete(asking("demo:assistant").build())).content().orElseThrow())
                .contains("demo");
    }

    @Test
    void streams() {
        stage.twin.enqueue(
                TwinAnswer.builder().pieces("One ", "two ", "three").usage(9, 3).build());
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        ChatCompletionCreateParams params = asking("fast")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        try (StreamResponse<ChatCompletionChunk> stream =
                openAi.chat().completions().createStreaming(params)) {
            stream.stream().forEach(chunk -> whole.accumulate(chunk.validate()));
        }
        assertThat(message(whole.chatCompletion()).content()).contains("One two three");
        assertThat(whole.chatCompletion().usage().orElseThrow().completionTokens())
                .isEqualTo(3);
    }

    private static ChatCompletionCreateParams.Builder withTool() {
        return asking("fast")
                .addFunctionTool(FunctionDefinition.builder()
                        .name("weather")
                        .description("Tells the weather.")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .build())
                        .build());
    }

    @Test
    void callsToolsThereAndBack() {
        stage.twin.enqueue(TwinAnswer.calling("weather", "{\"city\":\"Ulm\"}"), TwinAnswer.of("It rains."));
        ChatCompletionMessage asked = message(complete(withTool().build()));
        ChatCompletionMessageFunctionToolCall call =
                asked.toolCalls().orElseThrow().get(0).asFunction();
        assertThat(call.function().name()).isEqualTo("weather");
        ChatCompletion answer = complete(withTool()
                .addMessage(asked)
                .addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(call.id())
                        .content("rain")
                        .build())
                .build());
        assertThat(message(answer).content()).contains("It rains.");
        assertThat(stage.twin.requests().get(1).body()).contains("\"rain\"").contains(call.id());
    }

    @Test
    void streamsToolCalls() {
        stage.twin.enqueue(TwinAnswer.calling("weather", "{\"city\":\"Ulm\"}"));
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                openAi.chat().completions().createStreaming(withTool().build())) {
            stream.stream().forEach(whole::accumulate);
        }
        ChatCompletionMessageFunctionToolCall call =
                message(whole.chatCompletion()).toolCalls().orElseThrow().get(0).asFunction();
        assertThat(call.function().arguments()).isEqualTo("{\"city\":\"Ulm\"}");
    }

    @Test
    void readsStructuredOutput() {
        stage.twin.enqueue(TwinAnswer.of("{\"name\":\"Ulm\",\"people\":130000}"));
        City city = openAi.chat()
                .completions()
                .create(asking("fast").responseFormat(City.class).build())
                .choices()
                .get(0)
                .message()
                .content()
                .orElseThrow();
        assertThat(city.name).isEqualTo("Ulm");
        assertThat(stage.twin
                        .requests()
                        .get(0)
                        .json()
                        .path("response_format")
                        .path("type")
                        .asText())
                .isEqualTo("json_schema");
    }

    @Test
    void embeds() {
        EmbeddingCreateParams params = EmbeddingCreateParams.builder()
                .model("demo:embedder")
                .inputOfArrayOfStrings(List.of("one", "two"))
                .build();
        List<Float> first =
                openAi.embeddings().create(params).validate().data().get(0).embedding();
        assertThat(first).isNotEmpty();
        List<Float> again = openAi.embeddings()
                .create(params.toBuilder()
                        .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                        .build())
                .data()
                .get(0)
                .embedding();
        assertThat(again).isEqualTo(first);
    }

    @Test
    void listsModels() {
        assertThat(openAi.models().list().data()).extracting(Model::id).contains("fast", "huggingface:org/chat");
        assertThat(openAi.models().retrieve("fast").ownedBy()).isEqualTo("huggingface");
    }

    @Test
    void errorsHaveTheirClasses() {
        Map<ErrorKind, Class<? extends OpenAIServiceException>> classes = Map.of(
                ErrorKind.INVALID_REQUEST, BadRequestException.class,
                ErrorKind.AUTHENTICATION, UnauthorizedException.class,
                ErrorKind.PERMISSION_DENIED, PermissionDeniedException.class,
                ErrorKind.MODEL_NOT_FOUND, NotFoundException.class,
                ErrorKind.RATE_LIMITED, RateLimitException.class,
                ErrorKind.OVERLOADED, InternalServerException.class,
                ErrorKind.TIMEOUT, InternalServerException.class);
        classes.forEach((kind, type) -> {
            stage.scripted.model.enqueue(ScriptedAnswer.failing(kind));
            assertThatThrownBy(() -> complete(asking("scripted:m").build()))
                    .as(kind.toString())
                    .isInstanceOf(type);
        });
        assertThatThrownBy(() -> complete(asking("nobody:m").build())).isInstanceOf(NotFoundException.class);
    }

    @Test
    void anErrorAmidAStreamIsOne() {
        stage.scripted.model.enqueue(ScriptedAnswer.builder()
                .text("One ", "two")
                .failing(ErrorKind.OVERLOADED)
                .build());
        StringBuilder text = new StringBuilder();
        try (StreamResponse<ChatCompletionChunk> stream =
                openAi.chat().completions().createStreaming(asking("scripted:m").build())) {
            assertThatThrownBy(() -> stream.stream()
                            .forEach(chunk -> text.append(
                                    chunk.choices().get(0).delta().content().orElse(""))))
                    .isInstanceOf(SseException.class);
        }
        assertThat(text).hasToString("One two");
    }
}
