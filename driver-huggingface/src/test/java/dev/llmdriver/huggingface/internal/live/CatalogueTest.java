package dev.llmdriver.huggingface.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.Capability;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelOffer;
import dev.llmdriver.Price;
import dev.llmdriver.Support;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.huggingface.internal.live.TinyServer.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What models there are, wire page 5. */
class CatalogueTest {
    private static final String ENTRY = "{\"id\":\"org/m\",\"object\":\"model\",\"created\":1,\"owned_by\":\"org\","
            + "\"architecture\":{\"input_modalities\":[\"text\",\"image\"],\"output_modalities\":[\"text\"]},\"providers\":["
            + "{\"provider\":\"together\",\"status\":\"live\",\"context_length\":131072,\"pricing\":{\"input\":0.2,\"output\":"
            + "0.6},\"supports_tools\":true,\"supports_structured_output\":false,\"first_token_latency_ms\":3.5},"
            + "{\"provider\":\"groq\",\"status\":\"live\",\"context_length\":65536,\"supports_tools\":true,"
            + "\"supports_structured_output\":true,\"is_free\":true},"
            + "{\"provider\":\"dead\",\"status\":\"error\",\"context_length\":10,\"supports_tools\":false}]}";
    private static final String LIST =
            "{\"object\":\"list\",\"data\":[" + ENTRY + ",{\"id\":\"org/small\",\"providers\":["
                    + "{\"provider\":\"hf-inference\",\"status\":\"live\",\"pricing\":{\"input\":1,\"output\":2}}]}]}";

    private final TinyServer server = TinyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theRouter_tellsOffersAndWhatCanBeReliedOn() {
        server.at("/v1/models", Reply.json(200, LIST));
        List<ModelInfo> models = models("endpoint", "router");
        assertThat(models).extracting(ModelInfo::id).containsExactly("org/m", "org/small");
        ModelInfo model = models.get(0);
        assertThat(model.contextWindow()).hasValue(65536);
        assertThat(model.price()).isEmpty();
        assertThat(model.capabilities().of(Capability.TOOLS)).isEqualTo(Support.YES);
        assertThat(model.capabilities().of(Capability.JSON_SCHEMA)).isEqualTo(Support.UNKNOWN);
        assertThat(model.capabilities().of(Capability.IMAGE_INPUT)).isEqualTo(Support.YES);
        assertThat(model.offers()).extracting(ModelOffer::provider).containsExactly("together", "groq", "dead");
        assertThat(model.offers()).extracting(ModelOffer::isLive).containsExactly(true, true, false);
        assertThat(model.offers().get(0).price()).contains(Price.ofDollarsPerMillion(0.2, 0.6));
        assertThat(models.get(1).price()).contains(Price.ofDollarsPerMillion(1, 2));
        assertThat(models.get(1).capabilities().of(Capability.TOOLS)).isEqualTo(Support.UNKNOWN);
    }

    @Test
    void aPinnedProvider_listsWhatItServes() {
        server.at("/v1/models", Reply.json(200, LIST));
        assertThat(models("endpoint", "together")).singleElement().satisfies(model -> {
            assertThat(model.id()).isEqualTo("org/m");
            assertThat(model.contextWindow()).hasValue(131072);
            assertThat(model.price()).isPresent();
        });
        assertThat(models("endpoint", "hf-inference")).extracting(ModelInfo::id).containsExactly("org/small");
    }

    @Test
    void describe_asksForOneModel_andHeedsTheSuffix() {
        server.at("/v1/models/org/m", Reply.json(200, ENTRY));
        try (LlmProvider provider = Providers.open(server.uri(), "endpoint", "router")) {
            assertThat(provider.chatModel("org/m:fastest").describe().join().contextWindow())
                    .hasValue(65536);
            assertThat(provider.chatModel("org/m:together").describe().join().contextWindow())
                    .hasValue(131072);
            assertThatThrownBy(() -> provider.chatModel("org/none").describe().join())
                    .hasCauseInstanceOf(LlmException.class)
                    .satisfies(failure ->
                            assertThat(LlmException.of(failure).kind()).isEqualTo(ErrorKind.MODEL_NOT_FOUND));
        }
    }

    @Test
    void capabilities_areRefinedByDescribing() {
        server.at("/v1/models/org/m", Reply.json(200, ENTRY));
        try (LlmProvider provider = Providers.open(server.uri(), "endpoint", "router")) {
            var model = provider.chatModel("org/m");
            assertThat(model.capabilities().of(Capability.TOOLS)).isEqualTo(Support.UNKNOWN);
            assertThat(model.capabilities().of(Capability.STREAMING)).isEqualTo(Support.YES);
            assertThat(model.capabilities().of(Capability.DOCUMENT_INPUT)).isEqualTo(Support.NO);
            model.describe().join();
            assertThat(model.capabilities().of(Capability.TOOLS)).isEqualTo(Support.YES);
        }
    }

    @Test
    void anEngine_tellsItsModelAndWindow() {
        server.at(
                "/v1/models", Reply.json(200, "{\"data\":[{\"id\":\"served\",\"created\":0,\"max_model_len\":4096}]}"));
        try (LlmProvider provider = Providers.open(server.uri())) {
            ModelInfo info = provider.chatModel("tgi").describe().join();
            assertThat(info.id()).isEqualTo("served");
            assertThat(info.contextWindow()).hasValue(4096);
        }
    }

    @Test
    void llamaCpp_namesItsWindowBesideTheTrainedOne() {
        String meta = "{\"n_ctx\":1024,\"n_ctx_train\":8192,\"n_vocab\":359}";
        server.at("/v1/models", Reply.json(200, "{\"data\":[{\"id\":\"served\",\"meta\":" + meta + "}]}"));
        assertThat(models())
                .singleElement()
                .satisfies(model -> assertThat(model.contextWindow()).hasValue(1024));
    }

    @Test
    void anEngineWithoutAList_isAskedForItsInfo() {
        server.at(
                "/info",
                Reply.json(200, "{\"model_id\":\"org/m\",\"max_input_tokens\":100,\"max_total_tokens\":2048}"));
        assertThat(models()).singleElement().satisfies(model -> {
            assertThat(model.id()).isEqualTo("org/m");
            assertThat(model.contextWindow()).hasValue(2048);
        });
    }

    @Test
    void anErrorOfStatus200_isTheErrorThatItSays() {
        server.at("/v1/models", Reply.json(200, "{\"error\":\"Invalid credentials in Authorization header\"}"));
        server.at("/v1/models/org/m", Reply.json(200, "{\"error\":{\"message\":\"Model is overloaded\"}}"));
        for (String kind : List.of("router", "dedicated")) {
            assertThatThrownBy(() -> models("endpoint", kind))
                    .satisfies(failure -> assertThat(LlmException.of(failure))
                            .hasMessageContaining("Invalid credentials")
                            .returns("", LlmException::reason));
        }
        try (LlmProvider provider = Providers.open(server.uri(), "endpoint", "router")) {
            assertThatThrownBy(() -> provider.chatModel("org/m").describe().join())
                    .satisfies(failure ->
                            assertThat(LlmException.of(failure).kind()).isEqualTo(ErrorKind.OVERLOADED));
            assertThat(provider.health().join().detail()).contains("Invalid credentials");
        }
    }

    @Test
    void anInfoOfStatus200_mayBeAnErrorToo() {
        server.at("/info", Reply.json(200, "{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}"));
        assertThatThrownBy(this::models)
                .satisfies(
                        failure -> assertThat(LlmException.of(failure).kind()).isEqualTo(ErrorKind.OVERLOADED));
    }

    @Test
    void anEntryWithoutAnId_isPassedOver() {
        server.at(
                "/v1/models",
                Reply.json(200, "{\"data\":[{\"created\":1},{\"id\":\"\"},{\"id\":null},{\"id\":\"m\"},7]}"));
        assertThat(models()).extracting(ModelInfo::id).containsExactly("m");
        assertThat(models("endpoint", "router")).extracting(ModelInfo::id).containsExactly("m");
    }

    private List<ModelInfo> models(String... options) {
        try (LlmProvider provider = Providers.open(server.uri(), options)) {
            return provider.models().join();
        }
    }
}
