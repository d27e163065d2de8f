package dev.llmdriver.http.internal;

import dev.llmdriver.Capabilities;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.ModelFacts;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a provider's list of models says of one. */
public record ListedModel(LlmProvider provider, String model, Capabilities capabilities) implements ModelFacts {
    @Override
    public CompletableFuture<ModelInfo> describe() {
        return provider.models().thenApply(this::find);
    }

    private ModelInfo find(List<ModelInfo> models) {
        return models.stream()
                .filter(info -> info.id().equals(model))
                .findFirst()
                .orElseThrow(() -> LlmException.builder(
                                ErrorKind.MODEL_NOT_FOUND, "the provider lists no model of this name; see models()")
                        .ref(new ModelRef(provider.name(), model))
                        .build());
    }
}
