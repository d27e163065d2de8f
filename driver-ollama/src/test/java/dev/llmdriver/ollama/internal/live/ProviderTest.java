package dev.llmdriver.ollama.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.Reasoning;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.Secret;
import dev.llmdriver.Warning;
import dev.llmdriver.error.AuthenticationException;
import dev.llmdriver.error.InvalidRequestException;
import dev.llmdriver.ollama.OllamaDriver;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.net.URI;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The provider as a whole: what is sent beside the body, what is refused at once, what comes back beside the words. */
class ProviderTest {
    private static final String OK =
            "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"yes\",\"thinking\":\"hm\"},\"done\":true,"
                    + "\"done_reason\":\"stop\",\"prompt_eval_count\":3,\"eval_count\":1}";

    private final WireTwin twin = WireTwin.start();

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void theDriver_isFound() {
        assertThat(ServiceLoader.load(LlmDriver.class).stream().map(ServiceLoader.Provider::type))
                .contains(OllamaDriver.class);
    }

    @Test
    void requests_goToTheChatPath_withoutAKey() {
        twin.enqueue(Reply.json(200, OK), Reply.json(200, OK));
        try (LlmProvider provider = Providers.open(twin.baseUri(), "headers.X-Team", "a");
                LlmProvider prefixed = Providers.open(URI.create(twin.baseUri() + "/prefix/"))) {
            ChatResponse response = provider.chatModel("llama3.2:1b").generate("Hi");
            assertThat(response.attempts()).hasSize(1);
            assertThat(response.rawJson()).isEmpty();
            prefixed.chatModel("m").generate("Hi");
        }
        RecordedRequest first = twin.requests().get(0);
        assertThat(first.path()).isEqualTo("/api/chat");
        assertThat(first.header("accept")).contains("application/json");
        assertThat(first.header("x-team")).contains("a");
        assertThat(first.header("authorization")).isEmpty();
        assertThat(first.header("origin")).isEmpty();
        assertThat(first.body()).contains("\"model\":\"llama3.2:1b\"").contains("\"stream\":false");
        assertThat(twin.requests().get(1).path()).isEqualTo("/prefix/api/chat");
    }

    @Test
    @Timeout(20)
    void lines_thatAProxyCallsJson_areReadAsTheyCome() {
        String line = "{\"message\":{\"role\":\"assistant\",\"content\":\"ye\"},\"done\":false}\r\n";
        twin.enqueue(Reply.builder()
                .contentType("application/json")
                .chunked()
                .write(line)
                .write(line)
                .stall()
                .build());
        try (LlmProvider provider = Providers.open(twin.baseUri());
                ChatStream stream = provider.chatModel("m").stream("Hi")) {
            Iterator<String> texts = stream.texts().iterator();
            assertThat(texts.next() + texts.next()).as("before the end").isEqualTo("yeye");
        }
    }

    @Test
    void oneAnswer_inSeveralLines_isNoStreamOfThem() {
        String pretty = OK.replace("{", "{\n").replace("}", "\n}\n");
        twin.enqueue(
                Reply.json(200, pretty),
                Reply.json(200, OK + "\n"),
                Reply.json(200, OK.replace("\"done\"", "\n\"done\"")));
        try (LlmProvider provider = Providers.open(twin.baseUri())) {
            for (int i = 0; i < 3; i++) {
                assertThat(provider.chatModel("m").stream("Hi").result().text()).isEqualTo("yes");
            }
        }
    }

    @Test
    void streams_askForLines() {
        twin.enqueue(Reply.builder()
                .contentType("application/x-ndjson")
                .write(OK + "\n")
                .build());
        try (LlmProvider provider = Providers.open(twin.baseUri())) {
            assertThat(provider.chatModel("m").stream("Hi").result().text()).isEqualTo("yes");
        }
        assertThat(twin.requests().get(0).header("accept")).contains("application/x-ndjson, application/json");
        assertThat(twin.requests().get(0).body()).contains("\"stream\":true");
    }

    @Test
    void theAccountsKey_staysAwayFromOtherHosts() {
        twin.enqueue(Reply.json(200, OK), Reply.json(200, OK));
        try (LlmProvider provider = Providers.open(twin.baseUri(), "cloud-api-key", "plantedCloudKey42")) {
            provider.chatModel("m").generate("Hi");
            provider.chatModel("m")
                    .generate(ChatRequest.builder()
                            .user("Hi")
                            .callOptions(CallOptions.builder()
                                    .baseUrl(URI.create(twin.baseUri() + "/other"))
                                    .build())
                            .build());
            assertThat(provider.chatModel("m")
                            .explain(ChatRequest.of("Hi"), Mode.GENERATE)
                            .headers())
                    .doesNotContainKey("Authorization");
            ChatRequest cloud = ChatRequest.builder()
                    .user("Hi")
                    .callOptions(CallOptions.builder()
                            .baseUrl(URI.create("https://ollama.com"))
                            .build())
                    .build();
            assertThat(provider.chatModel("m").explain(cloud, Mode.GENERATE).headers())
                    .containsEntry("Authorization", "Bearer ****");
        }
        assertThat(twin.requests())
                .hasSize(2)
                .allSatisfy(
                        request -> assertThat(request.header("authorization")).isEmpty());
    }

    @Test
    void aKeyForTheBaseUrl_goesThere_andNowhereElse() {
        twin.enqueue(Reply.json(200, OK), Reply.json(200, OK), Reply.json(200, OK));
        try (WireTwin other = WireTwin.start();
                LlmProvider provider = Providers.open(
                        twin.baseUri(), "api-key", "plantedOwnKey42", "cloud-api-key", "plantedCloudKey42")) {
            other.enqueue(Reply.json(200, OK));
            provider.chatModel("m").generate("Hi");
            provider.chatModel("m")
                    .generate(
                            call(CallOptions.builder().baseUrl(other.baseUri()).build()));
            provider.chatModel("m")
                    .generate(call(
                            CallOptions.builder().apiKey(Secret.of("callsOwn")).build()));
            assertThat(other.requests().get(0).header("authorization")).isEmpty();
        }
        assertThat(twin.requests())
                .extracting(request -> request.header("authorization").orElse(""))
                .containsExactly("Bearer plantedOwnKey42", "Bearer callsOwn");
    }

    private static ChatRequest call(CallOptions options) {
        return ChatRequest.builder().user("Hi").callOptions(options).build();
    }

    @Test
    void theCloud_isNotAskedWithoutAKey() {
        try (LlmProvider provider = Providers.open(URI.create("https://ollama.com"))) {
            assertThatThrownBy(() -> provider.chatModel("m").generate("Hi"))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("OLLAMA_API_KEY");
            assertThatThrownBy(() -> provider.chatModel("m").stream("Hi").result())
                    .isInstanceOf(AuthenticationException.class);
            assertThatThrownBy(() -> provider.embeddingModel("m").embed(EmbeddingRequest.of("Hi")))
                    .isInstanceOf(AuthenticationException.class);
            assertThat(provider.chatModel("m")
                            .explain(ChatRequest.of("Hi"), Mode.STREAM)
                            .url())
                    .isEqualTo("https://ollama.com:443/api/chat");
        }
    }

    @Test
    void wrongExtras_sendNothing() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .extra("ollama", "options", Map.of("stop", "a"))
                .build();
        try (LlmProvider provider = Providers.open(twin.baseUri())) {
            assertThatThrownBy(() -> provider.chatModel("m").generate(request))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("options.stop must be a list of texts");
            assertThatThrownBy(() -> provider.chatModel("m").stream(request).result())
                    .isInstanceOf(InvalidRequestException.class);
        }
        assertThat(twin.requests()).isEmpty();
    }

    @Test
    void unknownExtras_areSentWithAWarning() {
        twin.enqueue(Reply.json(200, OK));
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .extra("ollama", "options", Map.of("num_ctxt", 8192))
                .build();
        try (LlmProvider provider = Providers.open(twin.baseUri())) {
            assertThat(provider.chatModel("m").generate(request).warnings())
                    .extracting(Warning::message)
                    .containsExactly("Ollama ignores the unknown option 'num_ctxt'; did you mean 'num_ctx'?");
        }
        assertThat(twin.requests().get(0).body()).contains("\"num_ctxt\":8192");
    }

    @Test
    void thoughts_goBackToTheirModel() {
        twin.enqueue(Reply.json(200, OK), Reply.json(200, OK), Reply.json(200, OK));
        try (LlmProvider provider = Providers.open(twin.baseUri())) {
            Message first = provider.chatModel("m").generate("Hi").message();
            assertThat(first.parts(Reasoning.class).get(0).providerData()).isPresent();
            ChatRequest next =
                    ChatRequest.builder().user("Hi").message(first).user("And?").build();
            provider.chatModel("m").generate(next);
            ChatResponse other = provider.chatModel("n").generate(next);
            assertThat(other.warnings()).extracting(Warning::field).containsExactly("messages");
        }
        assertThat(twin.requests().get(1).body()).contains("\"thinking\":\"hm\"");
        assertThat(twin.requests().get(2).body()).doesNotContain("hm");
    }

    @Test
    void cloudModelsBehindTheDaemon_sayWhoServed() {
        twin.enqueue(Reply.json(
                200,
                OK.replace(
                        "{\"model\":\"m\"",
                        "{\"model\":\"m:cloud\",\"remote_model\":\"m\",\"remote_host\":\"https://ollama.com:443\"")));
        try (LlmProvider provider = Providers.open(twin.baseUri())) {
            ChatResponse response = provider.chatModel("m:cloud").generate("Hi");
            assertThat(response.servedModel()).contains("m");
            assertThat(response.servedBy()).contains("https://ollama.com:443");
        }
    }

    @Test
    void rawJson_isKeptWhenAskedFor() {
        twin.enqueue(Reply.json(200, OK));
        ChatRequest request = ChatRequest.builder().user("Hi").rawResponse(true).build();
        try (LlmProvider provider = Providers.open(twin.baseUri())) {
            assertThat(provider.chatModel("m").generate(request).rawJson()).contains(OK);
        }
    }

    @Test
    void logprobs_areRead() {
        twin.enqueue(Reply.json(
                200,
                OK.replace(
                        "\"done\":true",
                        "\"done\":true,\"logprobs\":[{\"token\":\"yes\",\"logprob\":-0.5,\"bytes\":[121],\"top_logprobs\":[{\"token\":"
                                + "\"no\",\"logprob\":-2}]}]")));
        try (LlmProvider provider = Providers.open(twin.baseUri())) {
            ChatResponse response = provider.chatModel("m")
                    .generate(ChatRequest.builder().user("Hi").logprobs(1).build());
            assertThat(response.logprobs()).singleElement().satisfies(token -> {
                assertThat(token.token()).isEqualTo("yes");
                assertThat(token.logprob()).isEqualTo(-0.5);
                assertThat(token.top()).extracting(top -> top.token()).containsExactly("no");
            });
        }
    }

    @Test
    void aPromptThatWasCut_isWarnedOf() {
        twin.enqueue(Reply.json(200, OK), Reply.json(200, OK), Reply.json(200, OK));
        ChatRequest longTalk = ChatRequest.builder()
                .user("x".repeat(20_000))
                .message(Message.assistant("ok"))
                .user("And?")
                .build();
        try (LlmProvider provider = Providers.open(twin.baseUri());
                LlmProvider strict = Providers.open(twin.baseUri(), "truncate", "false")) {
            assertThat(provider.chatModel("m").generate(longTalk).warnings())
                    .singleElement()
                    .satisfies(warning -> {
                        assertThat(warning.code()).isEqualTo("context_window");
                        assertThat(warning.message())
                                .contains("only 3 tokens were read of a prompt of 20006 characters");
                    });
            assertThat(provider.chatModel("m").generate("x".repeat(20_000)).warnings())
                    .as("the last message is never left out")
                    .isEmpty();
            assertThat(strict.chatModel("m").generate(longTalk).warnings()).isEmpty();
        }
        assertThat(twin.requests().get(2).body()).contains("\"truncate\":false");
    }

    @Test
    void capabilities_areLearntByDescribing_andUsed() {
        twin.enqueue(
                Reply.json(
                        200,
                        "{\"capabilities\":[\"completion\",\"tools\"],\"model_info\":{\"general.architecture\":\"llama\","
                                + "\"llama.context_length\":131072}}"),
                Reply.json(200, OK));
        ChatRequest effort = ChatRequest.builder()
                .user("Hi")
                .reasoningEffort(ReasoningEffort.HIGH)
                .build();
        try (LlmProvider provider = Providers.open(twin.baseUri())) {
            assertThat(provider.chatModel("m").explain(effort, Mode.GENERATE).body())
                    .contains("think");
            assertThat(provider.chatModel("m").describe().join().contextWindow())
                    .hasValue(131072);
            assertThat(provider.chatModel("m:latest").generate(effort).warnings())
                    .extracting(Warning::message)
                    .containsExactly("reasoningEffort: the model cannot think");
        }
        assertThat(twin.requests().get(1).body()).doesNotContain("think");
    }
}
