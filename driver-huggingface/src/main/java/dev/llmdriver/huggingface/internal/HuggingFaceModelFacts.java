package dev.llmdriver.huggingface.internal;

import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.Support;
import dev.llmdriver.huggingface.internal.catalogue.ModelCatalogue;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointKind;
import dev.llmdriver.huggingface.internal.endpoint.ModelName;
import dev.llmdriver.spi.ModelFacts;
import java.util.concurrent.CompletableFuture;

/** What is known of a model: without asking what the endpoint's kind says, with asking what the catalogue says. */
final class HuggingFaceModelFacts implements ModelFacts {
    private final Endpoint endpoint;
    private final ModelCatalogue catalogue;
    private final ModelName model;
    private volatile Capabilities described = Capabilities.unknown();

    HuggingFaceModelFacts(Connection connection, ModelCatalogue catalogue, String model) {
        this.endpoint = connection.endpoint();
        this.catalogue = catalogue;
        this.model = connection.resolver().model(endpoint, model);
    }

    @Override
    public Capabilities capabilities() {
        Capabilities known = described
                .with(Support.YES, Capability.STREAMING)
                .with(Support.NO, Capability.DOCUMENT_INPUT, Capability.TOKEN_COUNTING);
        if (endpoint.dialect() != Dialect.VLLM) {
            known = known.with(Support.NO, Capability.AUDIO_INPUT, Capability.VIDEO_INPUT);
        }
        if (endpoint.dialect() == Dialect.CUSTOM_INPUTS) {
            return known.with(
                    Support.NO,
                    Capability.TOOLS,
                    Capability.TOOL_CHOICE,
                    Capability.PARALLEL_TOOL_CALLS,
                    Capability.IMAGE_INPUT,
                    Capability.LOGPROBS);
        }
        boolean tgi = endpoint.dialect() == Dialect.TGI || endpoint.kind() == EndpointKind.HF_INFERENCE;
        return tgi ? known.with(Support.NO, Capability.PARALLEL_TOOL_CALLS) : known;
    }

    @Override
    public CompletableFuture<ModelInfo> describe() {
        return catalogue.describe(model).thenApply(info -> {
            described = info.capabilities();
            return info;
        });
    }
}
