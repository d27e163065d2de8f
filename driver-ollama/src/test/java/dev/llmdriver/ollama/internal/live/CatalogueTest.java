package dev.llmdriver.ollama.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.Capability;
import dev.llmdriver.ChatModel;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.Support;
import dev.llmdriver.Warning;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.ModelNotFoundException;
import dev.llmdriver.ollama.ModelDetails;
import dev.llmdriver.ollama.Ollama;
import dev.llmdriver.ollama.RunningModel;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Ollama tells of its models and of itself: the wire page's section 5. */
class CatalogueTest {
    private final WireTwin twin = WireTwin.start();
    private final LlmProvider provider = Providers.open(twin.baseUri());

    @AfterEach
    void close() {
        provider.close();
        twin.close();
    }

    private Ollama ollama() {
        return provider.unwrap(Ollama.class).orElseThrow();
    }

    @Test
    void models_areListed_andWhatIsNotSaidIsUnknown() {
        twin.enqueue(Reply.json(
                200,
                "{\"models\":[{\"name\":\"old:7b\",\"model\":\"old:7b\",\"modified_at\":\"2024\",\"size\":4,\"digest\":\"d\","
                        + "\"details\":{\"family\":\"llama\"}},{\"nothing\":1},{\"model\":\"new:1b\",\"capabilities\":[\"completion\","
                        + "\"vision\",\"thinking\"],\"details\":{\"context_length\":40960}}]}"));
        List<ModelInfo> models = provider.models().join();
        assertThat(models).extracting(ModelInfo::id).containsExactly("old:7b", "new:1b");
        assertThat(models.get(0).contextWindow()).isEmpty();
        assertThat(models.get(0).capabilities().known()).isEmpty();
        assertThat(models.get(1).contextWindow()).hasValue(40960);
        assertThat(provider.chatModel("new:1b").capabilities().of(Capability.IMAGE_INPUT))
                .isEqualTo(Support.YES);
        assertThat(provider.chatModel("new:1b").capabilities().of(Capability.TOOLS))
                .isEqualTo(Support.NO);
        assertThat(provider.chatModel("old:7b").capabilities().of(Capability.TOOLS))
                .isEqualTo(Support.UNKNOWN);
        assertThat(twin.requests().get(0).method()).isEqualTo("GET");
    }

    @Test
    void noModels_isAnEmptyList() {
        twin.enqueue(Reply.json(200, "{\"models\":null}"), Reply.json(200, "{}"));
        assertThat(provider.models().join()).isEmpty();
        assertThat(failure(provider.models()).kind().wireName()).isEqualTo("malformed_response");
    }

    @Test
    void anErrorOfStatus200_isNoList() {
        Reply busy =
                Reply.json(200, "{\"error\":\"server busy, please try again.  maximum pending requests exceeded\"}");
        twin.enqueue(busy, busy, busy);
        assertThat(failure(provider.models()).kind().wireName()).isEqualTo("overloaded");
        assertThat(failure(ollama().running()).kind().wireName()).isEqualTo("overloaded");
        assertThat(failure(ollama().version()).kind().wireName()).isEqualTo("overloaded");
    }

    @Test
    void anErrorOfStatus200_describesNoModel() {
        twin.enqueue(
                Reply.json(200, "{\"error\":\"Unexpected endpoint or method. (POST /api/show)\"}"),
                Reply.json(200, "{\"error\":\"model 'm' not found\"}"));
        ChatModel model = provider.chatModel("m");
        assertThat(failure(model.describe()).getMessage()).contains("Unexpected endpoint");
        assertThat(failure(model.describe())).isInstanceOf(ModelNotFoundException.class);
    }

    @Test
    void describing_asksShow_once() {
        twin.enqueue(Reply.json(
                200,
                "{\"details\":{\"family\":\"qwen3\",\"parameter_size\":\"4B\",\"quantization_level\":\"Q4_K_M\"},\"parameters\":"
                        + "\"stop   \\\"x\\\"\",\"model_info\":{\"general.architecture\":\"qwen3\",\"qwen3.context_length\":40960},"
                        + "\"capabilities\":[\"completion\",\"tools\",\"thinking\"]}"));
        ChatModel model = provider.chatModel("qwen3:4b");
        assertThat(model.capabilities().of(Capability.REASONING)).isEqualTo(Support.UNKNOWN);
        ModelInfo info = model.describe().join();
        assertThat(model.describe().join()).isSameAs(info);
        assertThat(info.contextWindow()).hasValue(40960);
        assertThat(info.capabilities().of(Capability.REASONING)).isEqualTo(Support.YES);
        assertThat(info.capabilities().of(Capability.STREAMING)).isEqualTo(Support.YES);
        assertThat(info.capabilities().of(Capability.IMAGE_INPUT)).isEqualTo(Support.NO);
        assertThat(model.capabilities()).isEqualTo(info.capabilities());
        assertThat(twin.requests()).hasSize(1);
        assertThat(twin.requests().get(0).path()).isEqualTo("/api/show");
        assertThat(twin.requests().get(0).body()).isEqualTo("{\"model\":\"qwen3:4b\"}");
    }

    @Test
    void whatTheCloudSteersBy_isUnknown() {
        assertThat(provider.chatModel("m:1b").capabilities().of(Capability.JSON_SCHEMA))
                .isEqualTo(Support.YES);
        assertThat(provider.chatModel("m:1b-cloud").capabilities().of(Capability.JSON_SCHEMA))
                .isEqualTo(Support.UNKNOWN);
        assertThat(provider.chatModel("m:cloud").capabilities().of(Capability.STREAMING))
                .isEqualTo(Support.YES);
    }

    @Test
    void anUnknownModel_isNotFound() {
        twin.enqueue(Reply.json(404, "{\"error\":\"model 'x' not found\"}"));
        assertThatThrownBy(() -> provider.chatModel("x").describe().join())
                .hasCauseInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("llm pull");
    }

    @Test
    void show_tellsDetails() {
        twin.enqueue(
                Reply.json(
                        200,
                        "{\"details\":{\"family\":\"bert\",\"parameter_size\":\"23M\",\"quantization_level\":\"F16\"},\"capabilities\":"
                                + "[\"embedding\"],\"model_info\":{\"general.architecture\":\"bert\",\"bert.context_length\":512}}"));
        ModelDetails details = ollama().show("all-minilm").join();
        assertThat(details.capabilities()).containsExactly("embedding");
        assertThat(details.family() + " " + details.parameterSize() + " " + details.quantization())
                .isEqualTo("bert 23M F16");
        assertThat(details.info().contextWindow()).hasValue(512);
    }

    @Test
    void running_tellsLoadedWindows_whichAreRemembered() {
        twin.enqueue(
                Reply.json(
                        200,
                        "{\"models\":[{\"name\":\"m:latest\",\"model\":\"m:latest\",\"size\":10,\"size_vram\":4,\"context_length\":2048,"
                                + "\"expires_at\":\"2026-08-21T10:05:00.123456789+02:00\"},{\"name\":\"old\",\"expires_at\":\"never\"}]}"),
                Reply.json(
                        200,
                        "{\"message\":{\"content\":\"a\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":2040,"
                                + "\"eval_count\":1}"));
        List<RunningModel> running = ollama().running().join();
        assertThat(running).extracting(RunningModel::name).containsExactly("m:latest", "old");
        assertThat(running.get(0).contextLength()).hasValue(2048);
        assertThat(running.get(0).expiresAt()).contains(Instant.parse("2026-08-21T08:05:00.123456789Z"));
        assertThat(running.get(0).size() + running.get(0).sizeInVideoMemory()).isEqualTo(14);
        assertThat(running.get(1).expiresAt()).isEmpty();
        assertThat(running.get(1).contextLength()).isEmpty();
        assertThat(provider.chatModel("M")
                        .generate(dev.llmdriver.ChatRequest.builder()
                                .user("a")
                                .message(dev.llmdriver.Message.assistant("b"))
                                .user("c")
                                .build())
                        .warnings())
                .extracting(Warning::message)
                .singleElement()
                .asString()
                .contains("fill the window of 2048");
    }

    @Test
    void version_isAskedFor() {
        twin.enqueue(Reply.json(200, "{\"version\":\"0.33.0\"}"), Reply.json(200, "{\"v\":1}"));
        assertThat(ollama().version().join()).isEqualTo("0.33.0");
        assertThat(failure(ollama().version()).kind().wireName()).isEqualTo("malformed_response");
    }

    @Test
    void health_isUp_whenAVersionComes() {
        twin.enqueue(Reply.json(200, "{\"version\":\"0.33.0\"}"));
        Health health = provider.health().join();
        assertThat(health.status()).isEqualTo(Health.Status.UP);
        assertThat(health.detail()).isEqualTo("Ollama 0.33.0 answers at 127.0.0.1:" + twin.port());
    }

    @Test
    void health_isDown_whenSomethingElseAnswers() {
        twin.enqueue(Reply.text(404, "404 page not found"), Reply.html(200, "Welcome"));
        for (int i = 0; i < 2; i++) {
            Health health = provider.health().join();
            assertThat(health.status()).isEqualTo(Health.Status.DOWN);
            assertThat(health.remedy()).contains("OLLAMA_HOST");
        }
    }

    @Test
    void health_tellsWhoseLogToRead_whenTheServerFailsOrRefuses() {
        twin.enqueue(Reply.text(500, "internal server error"), Reply.text(403, "forbidden"));
        assertThat(provider.health().join().remedy()).contains("log of Ollama");
        assertThat(provider.health().join().remedy()).contains("proxy");
    }

    @Test
    void health_saysHowToStart_whenNobodyAnswers() {
        int port = twin.port();
        twin.close();
        try (LlmProvider gone = Providers.open(URI.create("http://127.0.0.1:" + port))) {
            Health health = gone.health().join();
            assertThat(health.status()).isEqualTo(Health.Status.DOWN);
            assertThat(health.remedy()).contains("ollama serve");
        }
    }

    @Test
    void health_ofTheCloud_needsAKey() {
        try (LlmProvider cloud = Providers.open(URI.create("https://ollama.com"))) {
            Health health = cloud.health().join();
            assertThat(health.status()).isEqualTo(Health.Status.DOWN);
            assertThat(health.remedy()).contains("OLLAMA_API_KEY");
        }
    }

    private static LlmException failure(CompletableFuture<?> future) {
        return LlmException.of(future.handle((value, failure) -> failure).join());
    }
}
