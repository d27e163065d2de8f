package dev.llmdriver.ollama.internal;

import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.Support;
import dev.llmdriver.ollama.ModelDetails;
import dev.llmdriver.ollama.internal.endpoint.Address;
import dev.llmdriver.spi.ModelFacts;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What is known of a model: what holds for all of them, and what Ollama said of this one when it was asked. */
final class OllamaModelFacts implements ModelFacts {
    private final Catalogue catalogue;
    private final Known known;
    private final String model;
    private final Capabilities general;

    OllamaModelFacts(Catalogue catalogue, Known known, Address address, String model) {
        this.catalogue = catalogue;
        this.known = known;
        this.model = model;
        boolean cloud = address.isCloud() || model.endsWith("cloud");
        this.general = general(!cloud);
    }

    /** Nothing forces a tool call, and documents have no field. A daemon steers every model by a grammar; the cloud does not say. */
    private static Capabilities general(boolean local) {
        Capabilities all = Capabilities.unknown()
                .with(Support.YES, Capability.STREAMING, Capability.SYSTEM_MESSAGES)
                .with(Support.NO, Capability.TOOL_CHOICE, Capability.VIDEO_INPUT, Capability.DOCUMENT_INPUT)
                .with(Support.NO, Capability.TOKEN_COUNTING);
        return local ? all.with(Support.YES, Capability.JSON, Capability.JSON_SCHEMA, Capability.SEED) : all;
    }

    @Override
    public Capabilities capabilities() {
        return withGeneral(known.capabilities(model));
    }

    private Capabilities withGeneral(Capabilities learnt) {
        Capabilities all = general;
        for (Map.Entry<Capability, Support> each : learnt.known().entrySet()) {
            all = all.with(each.getValue(), each.getKey());
        }
        return all;
    }

    @Override
    public CompletableFuture<ModelInfo> describe() {
        return catalogue.show(model).thenApply(this::describe);
    }

    private ModelInfo describe(ModelDetails details) {
        ModelInfo.Builder info = ModelInfo.builder(details.info().id())
                .capabilities(withGeneral(details.info().capabilities()));
        details.info().contextWindow().ifPresent(info::contextWindow);
        return info.build();
    }
}
