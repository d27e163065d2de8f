package dev.llmdriver.huggingface.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Message;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.ToolResult;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tools and schemas with a real llama-server, which holds even a random model to a grammar. */
@EnabledIf(value = "dev.llmdriver.huggingface.llamacpp.LlamaFiles#areThere", disabledReason = LlamaFiles.MISSING)
class LlamaServerGrammarTest {
    private static final String CITY = """
            {"type":"object","properties":{"city":{"enum":["Paris","Rome"]}},"required":["city"],"additionalProperties":false}""";

    private static final Tool WEATHER = new Tool("weather", "The weather of a city", CITY);

    private static LlamaServer server;
    private static LlmProvider provider;
    private static ChatModel model;

    @BeforeAll
    static void start() throws Exception {
        server = LlamaServer.start();
        provider = server.open("dialect", "llamacpp");
        model = provider.chatModel(LlamaServer.MODEL);
    }

    @AfterAll
    static void stop() {
        if (provider != null) {
            provider.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** The model would open a call once in a blue moon, and would not leave it at one. */
    private static ChatRequestBuilder call() {
        return LlamaServerTest.ask(400)
                .temperature(0)
                .tools(WEATHER)
                .toolChoice(ToolChoice.required())
                .stop("</tool_call>")
                .extra("huggingface", "logit_bias", List.of(List.of("<tool_call>", 1_000)));
    }

    private static String city(String json) throws IOException {
        JsonNode tree = Json.tree(json.getBytes(StandardCharsets.UTF_8));
        return tree.path("city").asText();
    }

    @Test
    void obeysASchema() throws Exception {
        ChatResponse answer = model.generate(LlamaServerTest.ask(400)
                .temperature(0)
                .responseFormat(ResponseFormat.schema("city", CITY))
                .build());

        assertThat(city(answer.text())).isIn("Paris", "Rome");
        assertThat(answer.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
    }

    @Test
    void callsATool() throws Exception {
        ChatResponse answer = model.generate(call().build());

        assertThat(answer.toolCalls()).extracting(ToolCall::name).containsExactly("weather");
        ToolCall call = answer.toolCalls().get(0);
        assertThat(call.id()).isNotEmpty();
        assertThat(city(call.arguments())).isIn("Paris", "Rome");
        assertThat(answer.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void streamsTheCallItWouldHaveAnswered() {
        List<ChatEvent> events = StreamSupport.stream(
                        model.stream(call().build()).spliterator(), false)
                .toList();

        String whole = model.generate(call().build()).toolCalls().get(0).arguments();
        assertThat(events)
                .filteredOn(ChatEvent.ToolCallReady.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(
                                ((ChatEvent.ToolCallReady) event).call().arguments())
                        .isEqualTo(whole));
        assertThat(arguments(events)).isEqualTo(whole);
        ChatResponse streamed = ((ChatEvent.Finished) events.get(events.size() - 1)).response();
        assertThat(streamed.toolCalls()).extracting(ToolCall::arguments).containsExactly(whole);
        assertThat(streamed.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
    }

    private static String arguments(List<ChatEvent> events) {
        return events.stream()
                .filter(ChatEvent.ToolCallDelta.class::isInstance)
                .map(event -> ((ChatEvent.ToolCallDelta) event).arguments())
                .collect(Collectors.joining());
    }

    @Test
    void takesTheResultOfATool() {
        ChatResponse called = model.generate(call().build());
        ToolResult result = ToolResult.of(called.toolCalls().get(0), "warm");
        ChatRequest next = LlamaServerTest.ask(4)
                .message(called.message())
                .message(Message.tool(result))
                .tools(WEATHER)
                .build();

        ChatResponse answer = model.generate(next);

        assertThat(answer.finishReason().kind()).isEqualTo(FinishReason.Kind.LENGTH);
        assertThat(answer.usage().orElseThrow().input().orElseThrow())
                .isGreaterThan(called.usage().orElseThrow().input().orElseThrow());
    }
}
