package dev.llmdriver.ollama.internal;

import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.Support;
import dev.llmdriver.ollama.ModelDetails;
import dev.llmdriver.ollama.internal.catalogue.Catalogue;
import dev.llmdriver.ollama.internal.catalogue.Known;
import dev.llmdriver.spi.ModelFacts;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What is known of a model: what holds for all of them, and what Ollama said of this one when it was asked. */
final class OllamaModelFacts implements ModelFacts {
    private final Catalogue catalogue;
    private final Known known;
    private final String model;

    OllamaModelFacts(Catalogue catalogue, Known known, String model) {
        this.catalogue = catalogue;
        this.known = known;
        this.model = model;
    }

    @Override
    public Capabilities capabilities() {
        return withGeneral(known.capabilities(model));
    }

    /** Text is steered by a grammar whatever the model is; nothing forces a tool call, and documents have no field. */
    private static Capabilities withGeneral(Capabilities learnt) {
        Capabilities all = Capabilities.unknown()
                .with(Support.YES, Capability.STREAMING, Capability.SYSTEM_MESSAGES, Capability.JSON)
                .with(Support.YES, Capability.JSON_SCHEMA, Capability.SEED)
                .with(Support.NO, Capability.TOOL_CHOICE, Capability.VIDEO_INPUT, Capability.DOCUMENT_INPUT)
                .with(Support.NO, Capability.TOKEN_COUNTING);
        for (Map.Entry<Capability, Support> each : learnt.known().entrySet()) {
            all = all.with(each.getValue(), each.getKey());
        }
        return all;
    }

    @Override
    public CompletableFuture<ModelInfo> describe() {
        return catalogue.show(model).thenApply(OllamaModelFacts::describe);
    }

    private static ModelInfo describe(ModelDetails details) {
        ModelInfo.Builder info = ModelInfo.builder(details.info().id())
                .capabilities(withGeneral(details.info().capabilities()));
        details.info().contextWindow().ifPresent(info::contextWindow);
        return info.build();
    }
}
