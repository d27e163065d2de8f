package dev.llmdriver.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.Message;
import dev.llmdriver.Price;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Role;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.RateLimitException;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import dev.llmdriver.testkit.StreamProbe;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LlmObservationsTest {
    private static final String OPERATION = "gen_ai.client.operation";
    private static final String ATTEMPT = "llmdriver.attempt";

    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final List<Observation.Context> stopped = new ArrayList<>();

    LlmObservationsTest() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                stopped.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    private Bench bench() {
        return bench(LlmObservations.builder(registry).semconv(GenAiSemconv.V1_41));
    }

    private static Bench bench(LlmObservations.Builder observations) {
        return new Bench(observations.build());
    }

    private List<Observation.Context> named(String name) {
        return stopped.stream()
                .filter(context -> context.getName().equals(name))
                .toList();
    }

    private Map<String, String> fields(String name) {
        return fields(named(name).get(0));
    }

    private static Map<String, String> fields(Observation.Context context) {
        return context.getAllKeyValues().stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
    }

    @Test
    void aStreamIsACallAnOperationAndAnAttempt() {
        Bench bench = bench(LlmObservations.builder(registry)
                .semconv(GenAiSemconv.V1_41)
                .prices(ref -> Optional.of(Price.ofDollarsPerMillion(1, 1))));
        ScriptedChatModel script = bench.scripted("gemini:gemini-2.5-flash");
        script.enqueue(ScriptedAnswer.builder()
                .delay(Duration.ofMillis(250))
                .text("One", " two")
                .usage(Usage.builder()
                        .input(12)
                        .output(5)
                        .cachedInput(4)
                        .reasoning(1)
                        .build())
                .build());
        bench.drain(bench.chain(script));

        assertThat(stopped)
                .extracting(Observation.Context::getContextualName)
                .containsExactly("POST", "generate_content gemini-2.5-flash", "llmdriver.call");
        assertThat(fields(OPERATION))
                .containsEntry("gen_ai.operation.name", "generate_content")
                .containsEntry("gen_ai.provider.name", "gcp.gemini")
                .containsEntry("gen_ai.request.model", "gemini-2.5-flash")
                .containsEntry("gen_ai.request.stream", "true")
                .containsEntry("gen_ai.response.model", "gemini-2.5-flash-001")
                .containsEntry("gen_ai.response.finish_reasons", "[\"stop\"]")
                .containsEntry("gen_ai.response.time_to_first_chunk", "0.25")
                .containsEntry("gen_ai.usage.input_tokens", "12")
                .containsEntry("gen_ai.usage.output_tokens", "5")
                .containsEntry("gen_ai.usage.cache_read.input_tokens", "4")
                .containsEntry("gen_ai.usage.reasoning.output_tokens", "1")
                .containsEntry("server.address", "api.example")
                .containsEntry("server.port", "443")
                .containsEntry("llmdriver.attempt.count", "1")
                .containsEntry("llmdriver.fallback.index", "0")
                .containsEntry("llmdriver.cost.usd", "1.7E-5")
                .doesNotContainKey("error.type");
        assertThat(fields(ATTEMPT))
                .containsEntry("http.request.method", "POST")
                .containsEntry("llmdriver.attempt.purpose", "first")
                .doesNotContainKey("http.request.resend_count");
    }

    @Test
    void spansAreBelowEachOtherAndBelowWhatWasCurrent() {
        Bench bench = bench();
        ScriptedChatModel script = bench.scripted("ollama:llama3.2");
        ChatModel model = bench.chain(script);
        script.enqueue(ScriptedAnswer.of("Hello"));
        Observation outer = Observation.start("outer", registry);
        outer.scoped(() -> {
            bench.drain(model);
        });
        outer.stop();
        assertThat(parent(named(ATTEMPT).get(0))).isEqualTo(OPERATION);
        assertThat(parent(named(OPERATION).get(0))).isEqualTo("llmdriver.call");
        assertThat(parent(named("llmdriver.call").get(0))).isEqualTo("outer");
        assertThat(registry.getCurrentObservation()).isNull();
    }

    private static String parent(Observation.Context context) {
        ObservationView parent = context.getParentObservation();
        return parent == null ? "" : parent.getContextView().getName();
    }

    @Test
    void requestsAreClientSpansAndTheCallIsNot() {
        Bench bench = bench();
        ScriptedChatModel script = bench.scripted("ollama:llama3.2");
        script.enqueue(ScriptedAnswer.of("Hello"));
        bench.drain(bench.chain(script));
        for (String name : List.of(OPERATION, ATTEMPT)) {
            assertThat(named(name).get(0))
                    .isInstanceOfSatisfying(
                            SenderContext.class,
                            context -> assertThat(context.getKind()).isEqualTo(Kind.CLIENT));
        }
        assertThat(named("llmdriver.call").get(0)).isNotInstanceOf(SenderContext.class);
    }

    @Test
    void aRetryIsASecondAttemptOfOneOperation() {
        Bench bench = bench();
        ScriptedChatModel script = bench.scripted("huggingface:org/name");
        script.enqueue(ScriptedAnswer.failing(ErrorKind.RATE_LIMITED), ScriptedAnswer.of("Hello"));
        bench.answer(bench.chain(script).generateAsync(ChatRequest.of("Hello")));
        List<Observation.Context> attempts = named(ATTEMPT);
        assertThat(attempts).hasSize(2);
        assertThat(fields(attempts.get(0))).containsEntry("error.type", "rate_limited");
        assertThat(attempts.get(0).getError()).isInstanceOf(RateLimitException.class);
        assertThat(fields(attempts.get(1)))
                .containsEntry("http.request.resend_count", "1")
                .containsEntry("llmdriver.attempt.purpose", "retry");
        assertThat(named(OPERATION)).hasSize(1);
        assertThat(named(OPERATION).get(0).getError()).isNull();
        assertThat(fields(OPERATION)).containsEntry("llmdriver.attempt.count", "2");
    }

    @Test
    void aCancelIsNoError() {
        Bench bench = bench();
        ScriptedChatModel script = bench.scripted("ollama:llama3.2");
        script.enqueue(ScriptedAnswer.builder().text("One").silence().build());
        StreamProbe probe = StreamProbe.unbounded();
        bench.chain(script).stream("Count").subscribe(probe);
        probe.cancel();
        assertThat(stopped).hasSize(3).allSatisfy(context -> {
            assertThat(context.getError()).isNull();
            assertThat(fields(context)).doesNotContainKey("error.type");
        });
    }

    @Test
    void settingsAreWrittenAsTheConventionsSay() {
        Bench bench = bench();
        ScriptedChatModel script = bench.scripted("ollama:llama3.2");
        script.enqueue(ScriptedAnswer.of("{}"));
        bench.answer(bench.chain(script)
                .generateAsync(ChatRequest.builder()
                        .user("Hello")
                        .maxTokens(100)
                        .temperature(0.5)
                        .topP(0.9)
                        .topK(40)
                        .seed(7)
                        .stop("END")
                        .responseFormat(ResponseFormat.json())
                        .tag("feature", "search")
                        .build()));
        assertThat(fields(OPERATION))
                .containsEntry("gen_ai.request.max_tokens", "100")
                .containsEntry("gen_ai.request.temperature", "0.5")
                .containsEntry("gen_ai.request.top_p", "0.9")
                .containsEntry("gen_ai.request.top_k", "40.0")
                .containsEntry("gen_ai.request.seed", "7")
                .containsEntry("gen_ai.request.stop_sequences", "[\"END\"]")
                .containsEntry("gen_ai.output.type", "json")
                .doesNotContainKey("gen_ai.request.stream");
        assertThat(fields("llmdriver.call")).containsEntry("llmdriver.tag.feature", "search");
    }

    @Test
    void theNewerTextHasWholeNumbersAndNoReasonInTheMessage() {
        Bench bench = bench(
                LlmObservations.builder(registry).semconv(GenAiSemconv.NEXT).captureContent(true));
        ScriptedChatModel script = bench.scripted("ollama:llama3.2");
        script.enqueue(ScriptedAnswer.of("Hi"));
        bench.answer(bench.chain(script)
                .generateAsync(ChatRequest.builder().user("Hello").topK(40).build()));
        assertThat(fields(OPERATION))
                .containsEntry("gen_ai.request.top_k", "40")
                .containsEntry(
                        "gen_ai.output.messages",
                        "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Hi\"}]}]");
    }

    @Test
    void contentIsCapturedIfAskedFor() {
        Bench bench = bench(
                LlmObservations.builder(registry).semconv(GenAiSemconv.V1_41).captureContent(true));
        ScriptedChatModel script = bench.scripted("gemini:gemini-2.5-flash");
        script.enqueue(ScriptedAnswer.calling("weather", "{\"city\":\"Oslo\"}"));
        ToolCall earlier = ToolCall.of("1", "weather", "{broken");
        bench.answer(bench.chain(script)
                .generateAsync(ChatRequest.builder()
                        .system("Be brief.")
                        .user("Rain?")
                        .message(Message.of(Role.ASSISTANT, earlier))
                        .message(Message.tool(ToolResult.of(earlier, "dry")))
                        .tools(new Tool("weather", "Looks out", "{\"type\":\"object\"}"))
                        .build()));
        Map<String, String> fields = fields(OPERATION);
        assertThat(fields)
                .containsEntry("gen_ai.system_instructions", "[{\"type\":\"text\",\"content\":\"Be brief.\"}]")
                .containsEntry(
                        "gen_ai.tool.definitions",
                        "[{\"type\":\"function\",\"name\":\"weather\",\"description\":\"Looks out\","
                                + "\"parameters\":{\"type\":\"object\"}}]");
        assertThat(fields.get("gen_ai.input.messages"))
                .isEqualTo(
                        "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Rain?\"}]},"
                                + "{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"1\",\"name\":\"weather\","
                                + "\"arguments\":\"{broken\"}]},"
                                + "{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"1\",\"response\":\"dry\"}]}]");
        assertThat(fields.get("gen_ai.output.messages"))
                .contains("\"arguments\":{\"city\":\"Oslo\"}")
                .contains("\"finish_reason\":\"tool_call\"");
    }

    @Test
    void embeddingsAreOperationsToo() {
        Bench bench = bench();
        bench.embeddings("ollama:all-minilm", Usage.builder().input(7).build())
                .embed(EmbeddingRequest.builder(List.of("one")).dimensions(64).build());
        assertThat(named(OPERATION).get(0).getContextualName()).isEqualTo("embeddings all-minilm");
        assertThat(fields(OPERATION))
                .containsEntry("gen_ai.operation.name", "embeddings")
                .containsEntry("gen_ai.embeddings.dimension.count", "64")
                .containsEntry("gen_ai.usage.input_tokens", "7");
        assertThat(parent(named(ATTEMPT).get(0))).isEqualTo(OPERATION);
    }

    @Test
    void keysOfLowCardinalityAreAlwaysTheSame() {
        Bench bench = bench();
        ScriptedChatModel script = bench.scripted("ollama:llama3.2");
        ChatModel model = bench.chain(script);
        script.enqueue(
                ScriptedAnswer.of("Hello"),
                ScriptedAnswer.failing(ErrorKind.AUTHENTICATION),
                ScriptedAnswer.builder().text("a").usage(1, 1).build());
        for (int i = 0; i < 3; i++) {
            bench.drain(model);
        }
        assertThat(stopped)
                .hasSize(9)
                .allSatisfy(context -> assertThat(
                                context.getLowCardinalityKeyValues().stream().map(KeyValue::getKey))
                        .containsExactlyInAnyOrder(
                                "gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model"));
    }
}
