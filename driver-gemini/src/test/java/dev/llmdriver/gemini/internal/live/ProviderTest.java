package dev.llmdriver.gemini.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.CallOptions;
import dev.llmdriver.Capability;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.Secret;
import dev.llmdriver.Support;
import dev.llmdriver.TokenCount;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolResult;
import dev.llmdriver.Warning;
import dev.llmdriver.error.AuthenticationException;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.error.InvalidRequestException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.ModelNotFoundException;
import dev.llmdriver.error.NotChatModelException;
import dev.llmdriver.gemini.GeminiDriver;
import dev.llmdriver.gemini.GeminiOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.testkit.GeminiErrors;
import dev.llmdriver.testkit.GeminiTwin;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The provider as a whole, against the twin that answers by itself. */
class ProviderTest {
    private static final String THINKER = "gemini-twin-thinker";
    private static final String OK =
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"yes\"}]},\"finishReason\":\"STOP\"}]}";

    private final GeminiTwin twin = GeminiTwin.start();
    private final LlmProvider provider = Providers.open(twin);

    @AfterEach
    void close() {
        provider.close();
        twin.close();
    }

    private RecordedRequest asked() {
        List<RecordedRequest> all = twin.requests();
        return all.get(all.size() - 1);
    }

    @Test
    void theDriver_isFound() {
        assertThat(ServiceLoader.load(LlmDriver.class).stream().map(ServiceLoader.Provider::type))
                .contains(GeminiDriver.class);
        assertThat(GeminiOptions.API_KEY.environment()).containsExactly("GEMINI_API_KEY", "GOOGLE_API_KEY");
        assertThat(new GeminiDriver().options())
                .filteredOn(option -> option.name().equals("api-key"))
                .singleElement()
                .isSameAs(GeminiOptions.API_KEY);
    }

    @Test
    void theKey_travelsInItsHeaderAlone() {
        twin.requireKey(Providers.KEY);
        assertThat(provider.chatModel("gemini-twin").generate("Hi").text()).isNotEmpty();
        assertThat(asked().path()).isEqualTo("/v1beta/models/gemini-twin:generateContent");
        assertThat(asked().query()).isEmpty();
        assertThat(asked().header("x-goog-api-key")).contains(Providers.KEY);
        assertThat(asked().header("authorization")).isEmpty();
    }

    @Test
    void aStream_asksForEvents() {
        ChatResponse response =
                provider.chatModel("models/gemini-twin").stream("Hi").result();
        assertThat(response.text()).isNotEmpty();
        assertThat(asked().path()).isEqualTo("/v1beta/models/gemini-twin:streamGenerateContent");
        assertThat(asked().query()).isEqualTo("alt=sse");
    }

    @Test
    void aCallsOwnKey_travelsLikewise() {
        twin.enqueue(Reply.json(200, OK));
        try (LlmProvider keyless = new GeminiDriver()
                .connect(DriverOptions.builder("gemini")
                        .set("base-url", twin.baseUri().toString())
                        .build())) {
            CallOptions own =
                    CallOptions.builder().apiKey(Secret.of(" own-key-0123 ")).build();
            keyless.chatModel("m")
                    .generate(ChatRequest.builder().user("Hi").callOptions(own).build());
        }
        assertThat(asked().header("x-goog-api-key")).contains("own-key-0123");
        assertThat(asked().header("authorization")).isEmpty();
    }

    @Test
    void withoutAKey_nothingGoesToGoogle() {
        try (LlmProvider google =
                new GeminiDriver().connect(DriverOptions.builder("gemini").build())) {
            for (Runnable call : List.<Runnable>of(
                    () -> google.chatModel("m").generate("Hi"),
                    () -> google.chatModel("m").stream("Hi").result(),
                    () -> google.chatModel("m")
                            .countTokens(ChatRequest.of("Hi"))
                            .join(),
                    () -> google.embeddingModel("m").embed(EmbeddingRequest.of("Hi")))) {
                assertThatThrownBy(call::run)
                        .extracting(LlmException::of)
                        .isInstanceOf(AuthenticationException.class)
                        .satisfies(error -> assertThat(error)
                                .hasMessageContaining("GEMINI_API_KEY")
                                .extracting(LlmException::reason)
                                .isEqualTo("missing_key"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', v1beta, /v1beta/models/m:generateContent",
        "/, v1, /v1/models/m:generateContent",
        "/gateway/, v1beta, /gateway/v1beta/models/m:generateContent",
        "/v1alpha, v1beta, /v1alpha/models/m:generateContent",
        "/v1beta1/publishers/google, v1beta, /v1beta1/publishers/google/models/m:generateContent"
    })
    void theVersion_isAddedWhereTheAddressHasNone(String path, String version, String expected) {
        twin.enqueue(Reply.json(200, OK));
        try (LlmProvider at = Providers.open(twin, "base-url", twin.baseUri() + path, "api-version", version)) {
            at.chatModel("m").generate("Hi");
        }
        assertThat(asked().path()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"a?b", "a&b", "../a", "a#b"})
    void namesThatLeadElsewhere_areRefused(String name) {
        assertThatThrownBy(() -> provider.chatModel(name).generate("Hi"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("models/gemini-2.5-flash");
        assertThat(twin.requests()).isEmpty();
    }

    @Test
    void tunedModels_keepTheirName() {
        assertThat(provider.chatModel("tunedModels/mine 1")
                        .explain(ChatRequest.of("Hi"), Mode.GENERATE)
                        .url())
                .endsWith("/v1beta/tunedModels/mine%201:generateContent");
    }

    @Test
    void aCallsOwnAddress_hasNoQueryEither() {
        CallOptions own = CallOptions.builder()
                .baseUrl(twin.baseUri().resolve("/?key=planted-0123"))
                .build();
        ChatRequest request = ChatRequest.builder().user("Hi").callOptions(own).build();
        assertThatThrownBy(() -> provider.chatModel("m").generate(request))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("without a query")
                .hasMessageNotContaining("planted");
        assertThat(twin.requests()).isEmpty();
    }

    @Test
    void options_areChecked() {
        assertThatThrownBy(() -> Providers.open(
                        twin,
                        "base-url",
                        "https://x.example/?key=1",
                        "api-version",
                        "one",
                        "safety",
                        "violence=off",
                        "service-tier",
                        "fast"))
                .isInstanceOf(ConfigurationException.class)
                .satisfies(error ->
                        assertThat(((ConfigurationException) error).faults()).hasSize(3));
        assertThatThrownBy(() -> Providers.open(twin, "base-url", "https://x.example/?key=1"))
                .hasMessageContaining("without a query");
        assertThatThrownBy(() -> Providers.open(twin, "safty", "off")).hasMessageContaining("'safety'");
        assertThatThrownBy(() -> new GeminiDriver()
                        .connect(DriverOptions.builder("gemini")
                                .set(GeminiOptions.SAFETY, "sometimes")
                                .build()))
                .hasMessageContaining("block_none");
    }

    @Test
    void settings_areSentWithEachRequest() {
        try (LlmProvider set = Providers.open(twin, "safety", "block-none,harassment=off", "service-tier", "FLEX")) {
            assertThat(set.chatModel("m")
                            .explain(ChatRequest.of("Hi"), Mode.GENERATE)
                            .body())
                    .contains("{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"OFF\"}")
                    .contains("{\"category\":\"HARM_CATEGORY_HATE_SPEECH\",\"threshold\":\"BLOCK_NONE\"}")
                    .contains("\"serviceTier\":\"flex\"");
        }
    }

    @Test
    void aThinkersTurn_goesRound() {
        twin.enqueue(TwinAnswer.builder()
                .reasoning("I must look.")
                .toolCall("", "weather", "{\"city\":\"Paris\"}")
                .signature("c2lnbmVk")
                .build());
        ChatModel model = provider.chatModel(THINKER);
        ChatRequest first = ChatRequest.builder()
                .user("Weather?")
                .tools(new Tool("weather", "tells it", "{\"type\":\"object\"}"))
                .build();
        ChatResponse calling = model.stream(first).result();
        assertThat(calling.toolCalls())
                .singleElement()
                .satisfies(call -> assertThat(call.id()).startsWith("call_"));
        ChatRequest second = first.toBuilder()
                .message(calling.message())
                .message(dev.llmdriver.Message.tool(
                        ToolResult.of(calling.toolCalls().get(0), "sunny")))
                .build();
        assertThat(model.generate(second).text()).isNotEmpty();
        assertThat(asked().body()).contains("\"thoughtSignature\":\"c2lnbmVk\"").doesNotContain("call_");
    }

    @Test
    void aForeignTurn_isTakenByAThinker() {
        dev.llmdriver.ToolCall foreign = dev.llmdriver.ToolCall.of("x1", "weather", "{}");
        ChatRequest request = ChatRequest.builder()
                .user("Weather?")
                .message(dev.llmdriver.Message.of(dev.llmdriver.Role.ASSISTANT, foreign))
                .message(dev.llmdriver.Message.tool(ToolResult.of(foreign, "sunny")))
                .tools(new Tool("weather", "tells it", "{\"type\":\"object\"}"))
                .build();
        ChatResponse response = provider.chatModel("gemini-3.5-flash")
                        .explain(request, Mode.GENERATE)
                        .body()
                        .contains("skip_thought_signature_validator")
                ? provider.chatModel(THINKER).generate(request)
                : null;
        assertThat(response).isNotNull();
        assertThat(response.warnings()).extracting(Warning::code).contains("emulated");
    }

    @Test
    void errors_areNamedAndKeepNoKey() {
        twin.enqueue(GeminiErrors.suspended(Providers.KEY), GeminiErrors.suspended("AQ.Zz9another_key_0123456789"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> provider.chatModel("gemini-twin").generate("Hi"))
                    .isInstanceOf(AuthenticationException.class)
                    .satisfies(error -> assertThat(error + " " + ((LlmException) error).excerpt())
                            .doesNotContain("AQ.")
                            .contains("****"));
        }
    }

    @Test
    void anError_comesBeforeAndInsideAStream() {
        twin.enqueue(TwinError.of(TwinError.Kind.OVERLOADED));
        assertThatThrownBy(() -> provider.chatModel("gemini-twin").stream("Hi").result())
                .isInstanceOf(dev.llmdriver.error.OverloadedException.class);
        twin.enqueue(GeminiErrors.inEventStream(GeminiErrors.exhausted()));
        assertThatThrownBy(() -> provider.chatModel("gemini-twin").stream("Hi").result())
                .isInstanceOf(dev.llmdriver.error.RateLimitException.class);
    }

    @Test
    void tokens_areCountedWithInstructionsAndTools() {
        ChatRequest request = ChatRequest.builder()
                .system("Be brief")
                .user("Hi")
                .tools(new Tool("f", "", "{\"type\":\"object\"}"))
                .build();
        TokenCount count =
                provider.chatModel("gemini-twin").countTokens(request).join();
        assertThat(count.exact()).isTrue();
        assertThat(count.tokens()).isPositive();
        assertThat(asked().path()).endsWith("/models/gemini-twin:countTokens");
        assertThat(asked().json().at("/generateContentRequest/model").asText()).isEqualTo("models/gemini-twin");
        assertThat(asked().json().path("generateContentRequest").has("systemInstruction"))
                .isTrue();
        assertThat(asked().json().path("generateContentRequest").has("tools")).isTrue();
    }

    @Test
    void oneText_goesAlone_manyInHundreds() {
        var model = provider.embeddingModel("gemini-twin-embedder");
        EmbeddingResponse one = model.embed(EmbeddingRequest.builder(List.of("a"))
                .purpose(EmbeddingRequest.Purpose.QUERY)
                .dimensions(8)
                .build());
        assertThat(one.vectors())
                .singleElement()
                .satisfies(vector -> assertThat(vector).hasSize(8));
        assertThat(asked().path()).endsWith(":embedContent");
        assertThat(asked().json().path("taskType").asText()).isEqualTo("RETRIEVAL_QUERY");
        assertThat(asked().json().path("outputDimensionality").asInt()).isEqualTo(8);
        EmbeddingResponse many = model.embed(EmbeddingRequest.builder(Collections.nCopies(201, "b"))
                .truncate(true)
                .build());
        assertThat(many.vectors()).hasSize(201);
        assertThat(many.attempts()).hasSize(3);
        assertThat(many.warnings()).extracting(Warning::field).containsExactly("truncate");
        assertThat(twin.requests()).hasSize(4);
        assertThat(twin.requests().get(1).json().at("/requests/99/model").asText())
                .isEqualTo("models/gemini-twin-embedder");
    }

    @Test
    void models_comePageAfterPage() {
        twin.enqueue(
                Reply.json(
                        200, "{\"models\":[" + entry("models/a", "generateContent") + "],\"nextPageToken\":\"t/+1\"}"),
                Reply.json(200, "{\"models\":[" + entry("tunedModels/b", "generateContent") + "]}"));
        List<ModelInfo> models = provider.models().join();
        assertThat(models).extracting(ModelInfo::id).containsExactly("a", "tunedModels/b");
        assertThat(models.get(0).contextWindow()).hasValue(1000);
        assertThat(models.get(0).outputLimit()).hasValue(100);
        assertThat(asked().query()).isEqualTo("pageSize=1000&pageToken=t%2F%2B1");
    }

    private static String entry(String name, String method) {
        return "{\"name\":\"" + name + "\",\"displayName\":\"A\",\"inputTokenLimit\":1000,\"outputTokenLimit\":100,"
                + "\"supportedGenerationMethods\":[\"" + method + "\",\"countTokens\"]}";
    }

    @Test
    void aModel_isDescribed() {
        ChatModel model = provider.chatModel(THINKER);
        assertThat(model.capabilities().of(Capability.STREAMING)).isEqualTo(Support.YES);
        ModelInfo info = model.describe().join();
        assertThat(info.id()).isEqualTo(THINKER);
        assertThat(info.contextWindow()).isPresent();
        assertThat(info.capabilities().of(Capability.REASONING)).isEqualTo(Support.YES);
        assertThatThrownBy(() -> provider.chatModel("nobody").describe().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ModelNotFoundException.class);
    }

    @Test
    void aModelThatIsKnownNotToChat_isToldFromOneThatIsNotThere() {
        ChatModel embedder = provider.chatModel("gemini-twin-embedder");
        assertThatThrownBy(() -> embedder.generate("Hi")).isInstanceOf(ModelNotFoundException.class);
        ModelInfo info = embedder.describe().join();
        assertThat(info.capabilities().of(Capability.STREAMING)).isEqualTo(Support.NO);
        assertThat(info.capabilities().of(Capability.EMBEDDINGS)).isEqualTo(Support.YES);
        int before = twin.requests().size();
        assertThatThrownBy(() -> embedder.generate("Hi")).isInstanceOf(NotChatModelException.class);
        assertThatThrownBy(() -> embedder.stream("Hi").result()).isInstanceOf(NotChatModelException.class);
        assertThat(twin.requests()).as("no question of its own").hasSize(before + 2);
    }

    @Test
    void capabilities_areNotGuessed() {
        assertThat(provider.chatModel("gemini-2.5-flash-image").capabilities().known())
                .isEmpty();
        for (String silent : List.of(
                "tunedModels/mine",
                "gemini-robotics-er-1.5-preview",
                "gemini-live-2.5-flash-preview",
                "gemini-exp-1206",
                "gemini-20250101000000")) {
            assertThat(provider.chatModel(silent).capabilities().known())
                    .as(silent)
                    .isEmpty();
        }
        assertThat(provider.chatModel("gemini-2.0-flash").capabilities().of(Capability.REASONING))
                .isEqualTo(Support.NO);
        assertThat(provider.chatModel("gemma-3-27b-it").capabilities().of(Capability.SYSTEM_MESSAGES))
                .isEqualTo(Support.NO);
        assertThat(twin.requests()).isEmpty();
    }

    @Test
    void health_asksForOneModel() {
        assertThat(provider.health().join().status()).isEqualTo(Health.Status.UP);
        assertThat(asked().query()).isEqualTo("pageSize=1");
        twin.requireKey("another");
        assertThat(provider.health().join()).satisfies(health -> {
            assertThat(health.status()).isEqualTo(Health.Status.DOWN);
            assertThat(health.remedy()).contains("GEMINI_API_KEY");
        });
        twin.close();
        assertThat(provider.health().join().remedy()).contains("base-url");
    }

    @Test
    void anExplanation_isWhatIsSent() {
        ChatRequest request = ChatRequest.builder().user("Hi").temperature(0.5).build();
        Explanation explanation = provider.chatModel("gemini-twin").explain(request, Mode.STREAM);
        provider.chatModel("gemini-twin").stream(request).result();
        assertThat(explanation.body()).isEqualTo(asked().body());
        assertThat(explanation.url()).endsWith(asked().path() + "?alt=sse");
        assertThat(explanation.headers()).containsEntry("x-goog-api-key", "****");
    }

    @Test
    void rawJson_isThereIfAskedFor() {
        twin.enqueue(Reply.json(200, OK), Reply.json(200, OK));
        assertThat(provider.chatModel("m")
                        .generate(ChatRequest.builder()
                                .user("Hi")
                                .rawResponse(true)
                                .build())
                        .rawJson())
                .contains(OK);
        assertThat(provider.chatModel("m").generate("Hi").rawJson()).isEmpty();
    }
}
