package dev.llmdriver.huggingface.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.FieldFate;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Mode;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Secret;
import dev.llmdriver.Warning;
import dev.llmdriver.error.AuthenticationException;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.UnsupportedException;
import dev.llmdriver.huggingface.HuggingFaceDriver;
import dev.llmdriver.huggingface.HuggingFaceOptions;
import dev.llmdriver.huggingface.internal.live.TinyServer.Asked;
import dev.llmdriver.huggingface.internal.live.TinyServer.Reply;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The provider as a whole: what is sent beside the body, what is refused at once, what never shows. */
class ProviderTest {
    private static final String OK =
            "{\"id\":\"r1\",\"model\":\"served\",\"choices\":[{\"index\":0,\"message\":{\"reasoning_content\":\"hm\",\"content\":"
                    + "\"yes\"},\"finish_reason\":\"stop\"}]}";

    private final TinyServer server = TinyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theDriver_isFound() {
        assertThat(ServiceLoader.load(LlmDriver.class).stream().map(ServiceLoader.Provider::type))
                .contains(HuggingFaceDriver.class);
        assertThat(HuggingFaceOptions.API_KEY.environment())
                .containsExactly("HF_TOKEN", "HUGGINGFACE_API_KEY", "HUGGING_FACE_HUB_TOKEN");
        assertThat(new HuggingFaceDriver().options())
                .filteredOn(option -> option.name().equals("api-key"))
                .singleElement()
                .isSameAs(HuggingFaceOptions.API_KEY);
        assertThat(LlmDrivers.class).isNotNull();
    }

    @Test
    void headers_areSent() {
        server.next(new Reply(
                200,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "x-inference-provider",
                        "together",
                        "X-HF-Warning",
                        "topic; text",
                        "x-request-id",
                        "Root=1-2-3"),
                OK));
        try (LlmProvider provider =
                Providers.open(server.uri(), "endpoint", "zai-org", "bill-to", "my-org", "headers.X-Team", "a")) {
            ChatResponse response = provider.chatModel("org/m").generate("Hi");
            assertThat(response.servedBy()).contains("together");
            assertThat(response.servedModel()).contains("served");
            assertThat(response.responseId()).contains("r1");
            assertThat(response.requestId()).contains("Root=1-2-3");
            assertThat(response.warnings()).extracting(Warning::message).contains("topic; text");
            assertThat(response.attempts()).hasSize(1);
        }
        Asked asked = server.asked().get(0);
        assertThat(asked.path()).isEqualTo("/zai-org/api/paas/v4/chat/completions");
        assertThat(asked.headers())
                .containsEntry("authorization", "Bearer " + Providers.KEY)
                .containsEntry("x-hf-bill-to", "my-org")
                .containsEntry("accept-language", "en-US,en")
                .containsEntry("x-source-channel", "hugging_face")
                .containsEntry("x-team", "a");
    }

    @Test
    void scaleUpTimeout_isSentInSeconds() {
        server.next(Reply.json(200, OK));
        try (LlmProvider provider = Providers.open(server.uri(), "endpoint", "dedicated", "scale-up-timeout", "90s")) {
            provider.chatModel("tgi").generate("Hi");
        }
        assertThat(server.asked().get(0).headers()).containsEntry("x-scale-up-timeout", "90");
    }

    @Test
    void reasoning_comesBackInItsSpelling() {
        server.next(Reply.json(200, OK)).next(Reply.json(200, OK)).next(Reply.json(200, OK));
        try (LlmProvider provider = Providers.open(server.uri())) {
            ChatResponse first = provider.chatModel("org/m").generate("Hi");
            assertThat(first.message().parts(Reasoning.class).get(0).providerData())
                    .isPresent();
            ChatRequest next = ChatRequest.builder()
                    .user("Hi")
                    .message(first.message())
                    .user("And?")
                    .build();
            provider.chatModel("org/m").generate(next);
            assertThat(server.asked().get(1).body()).contains("\"content\":\"yes\",\"reasoning_content\":\"hm\"");
            ChatResponse other = provider.chatModel("org/n").generate(next);
            assertThat(server.asked().get(2).body()).doesNotContain("hm");
            assertThat(other.warnings()).extracting(Warning::field).containsExactly("messages");
        }
    }

    @Test
    void rawJson_isKeptWhenAskedFor() {
        server.next(Reply.json(200, OK)).next(Reply.events("data: " + OK + "\n\ndata: [DONE]\n\n"));
        ChatRequest request = ChatRequest.builder().user("Hi").rawResponse(true).build();
        try (LlmProvider provider = Providers.open(server.uri())) {
            assertThat(provider.chatModel("org/m").generate(request).rawJson()).contains(OK);
            assertThat(provider.chatModel("org/m").stream(request).result().rawJson())
                    .contains(OK);
        }
    }

    @Test
    void aServerThatDoesNotStream_isReadWhole() {
        server.next(Reply.json(200, OK));
        try (LlmProvider provider = Providers.open(server.uri())) {
            assertThat(provider.chatModel("org/m").stream("Hi").result().text()).isEqualTo("yes");
        }
    }

    @Test
    void serverless_warnsOnAnswersAndInExplanations() {
        server.next(Reply.json(200, OK));
        try (LlmProvider provider = Providers.open(server.uri(), "endpoint", "serverless")) {
            assertThat(provider.chatModel("org/m").generate("Hi").warnings())
                    .anyMatch(warning -> warning.message().contains("hf-inference"));
            assertThat(provider.chatModel("org/m")
                            .explain(ChatRequest.of("Hi"), Mode.GENERATE)
                            .fields())
                    .extracting(FieldFate::field)
                    .contains("endpoint");
        }
        assertThat(server.asked())
                .extracting(Asked::path)
                .containsExactly("/hf-inference/models/org/m/v1/chat/completions");
    }

    @Test
    void strictRequests_sendNothingWhenSomethingWouldBeDropped() {
        ChatRequest request =
                ChatRequest.builder().user("Hi").topK(3).strict(true).build();
        try (LlmProvider provider = Providers.open(server.uri(), "endpoint", "router")) {
            assertThatThrownBy(() -> provider.chatModel("org/m").generate(request))
                    .isInstanceOf(UnsupportedException.class);
            assertThatThrownBy(() -> provider.chatModel("org/m").stream(request).result())
                    .isInstanceOf(UnsupportedException.class);
            assertThatThrownBy(() -> provider.chatModel("org/m").explain(request, Mode.STREAM))
                    .isInstanceOf(UnsupportedException.class);
            ChatRequest lenient = request.toBuilder().strict(false).build();
            assertThat(provider.chatModel("org/m").explain(lenient, Mode.STREAM).fields())
                    .anyMatch(fate -> fate.fate() == FieldFate.Fate.DROPPED);
        }
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void callOptions_changeAddressAndKey() {
        server.next(Reply.json(200, OK));
        DriverOptions none = DriverOptions.builder("huggingface").build();
        try (LlmProvider provider = new HuggingFaceDriver().connect(none)) {
            provider.chatModel("org/m")
                    .generate(ChatRequest.builder()
                            .user("Hi")
                            .callOptions(CallOptions.builder()
                                    .baseUrl(server.uri())
                                    .apiKey(Secret.of("hf_other"))
                                    .build())
                            .build());
        }
        assertThat(server.asked().get(0).headers()).containsEntry("authorization", "Bearer hf_other");
        assertThat(server.asked().get(0).path()).isEqualTo("/v1/chat/completions");
    }

    /** Who names an address for a call trusts it, rules X3 and R18. */
    @Test
    void theConfiguredKey_goesToTheCallsOwnAddress() {
        server.next(Reply.json(200, OK));
        DriverOptions keyed =
                DriverOptions.builder("huggingface").set("api-key", "hf_own").build();
        try (LlmProvider provider = new HuggingFaceDriver().connect(keyed)) {
            CallOptions there = CallOptions.builder().baseUrl(server.uri()).build();
            provider.chatModel("org/m")
                    .generate(
                            ChatRequest.builder().user("Hi").callOptions(there).build());
        }
        assertThat(server.asked().get(0).headers()).containsEntry("authorization", "Bearer hf_own");
    }

    @Test
    void theRouterWithoutAToken_isNotEvenAsked() {
        DriverOptions none = DriverOptions.builder("huggingface").build();
        try (LlmProvider provider = new HuggingFaceDriver().connect(none)) {
            assertThatThrownBy(() -> provider.chatModel("org/m").generate("Hi"))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("set HF_TOKEN")
                    .hasMessageContaining("https://huggingface.co/settings/tokens");
        }
    }

    @Test
    void aForeignKey_isNotSentToTheRouter() {
        CallOptions foreign =
                CallOptions.builder().apiKey(Secret.of("sk-foreign123456")).build();
        DriverOptions none = DriverOptions.builder("huggingface").build();
        try (LlmProvider provider = new HuggingFaceDriver().connect(none)) {
            ChatRequest request =
                    ChatRequest.builder().user("Hi").callOptions(foreign).build();
            assertThatThrownBy(() -> provider.chatModel("org/m").generate(request))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("begins with hf_")
                    .hasMessageNotContaining("foreign");
        }
    }

    @Test
    void faults_areToldAllAtOnce() {
        DriverOptions wrong = DriverOptions.builder("huggingface")
                .set("dialect", "tgl")
                .set("think", "maybe")
                .set("endpont", "router")
                .build();
        assertThatThrownBy(() -> new HuggingFaceDriver().connect(wrong))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        error -> assertThat(error.faults())
                                .hasSize(3)
                                .anyMatch(fault -> fault.contains("did you mean 'endpoint'")));
        assertThatThrownBy(() -> connect("endpoint", "dedicated"))
                .hasMessageContaining("needs the endpoint's own address");
        assertThatThrownBy(() -> connect("api-key", "sk-foreign123456"))
                .hasMessageContaining("begins with hf_")
                .hasMessageNotContaining("foreign");
        assertThatThrownBy(() -> connect("scale-up-timeout", "60s")).hasMessageContaining("dedicated endpoint");
        assertThatThrownBy(() -> connect("base-url", "https://own.example", "scale-up-timeout", "400s"))
                .hasMessageContaining("must be less than deadline");
    }

    @Test
    void theKey_showsNowhere() {
        server.next(Reply.json(401, "{\"error\":\"token " + Providers.KEY + " is wrong\"}"));
        server.next(Reply.events("data: {\"error\":\"token " + Providers.KEY + " is wrong\"}\n\n"));
        try (LlmProvider provider = Providers.open(server.uri(), "headers.X-Secret", Providers.KEY)) {
            Explanation explained = provider.chatModel("org/m").explain(ChatRequest.of("Hi"), Mode.GENERATE);
            assertThat(explained.headers().toString()
                            + explained
                            + explained.body()
                            + provider
                            + provider.chatModel("org/m"))
                    .doesNotContain(Providers.KEY);
            assertThatThrownBy(() -> provider.chatModel("org/m").generate("Hi")).satisfies(ProviderTest::holdsNoKey);
            assertThatThrownBy(() -> provider.chatModel("org/m").stream("Hi").result())
                    .satisfies(ProviderTest::holdsNoKey);
        }
    }

    private static void holdsNoKey(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(Providers.KEY).contains("is wrong");
        assertThat(((LlmException) failure).excerpt().orElse("")).doesNotContain(Providers.KEY);
    }

    private static void connect(String... options) {
        DriverOptions.Builder builder = DriverOptions.builder("huggingface");
        for (int i = 0; i < options.length; i += 2) {
            builder.set(options[i], options[i + 1]);
        }
        new HuggingFaceDriver().connect(builder.build()).close();
    }
}
