package dev.llmdriver.gemini.internal;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.TokenCount;
import dev.llmdriver.gemini.internal.catalogue.ModelCatalogue;
import dev.llmdriver.gemini.internal.request.ModelAbilities;
import dev.llmdriver.spi.ModelFacts;
import java.util.concurrent.CompletableFuture;

/** What is known of a model: without asking what its name says, with asking what Gemini says. */
final class GeminiModelFacts implements ModelFacts {
    private final ModelCatalogue catalogue;
    private final TokenCounter counter;
    private final ModelRef ref;
    private final Capabilities byName;
    private volatile Capabilities described = Capabilities.unknown();

    GeminiModelFacts(Connection connection, ModelCatalogue catalogue, ModelRef ref) {
        this.catalogue = catalogue;
        this.counter = new TokenCounter(connection, ref);
        this.ref = ref;
        this.byName = ModelAbilities.of(ref.model());
    }

    @Override
    public Capabilities capabilities() {
        return joined(described);
    }

    /** What Gemini says of a model wins over what its name says. */
    private Capabilities joined(Capabilities said) {
        Capabilities all = byName;
        for (var known : said.known().entrySet()) {
            all = all.with(known.getValue(), known.getKey());
        }
        return all;
    }

    @Override
    public CompletableFuture<ModelInfo> describe() {
        return CompletableFuture.completedFuture(ref.model())
                .thenCompose(catalogue::describe)
                .thenApply(this::withAbilities);
    }

    private ModelInfo withAbilities(ModelInfo info) {
        described = info.capabilities();
        ModelInfo.Builder whole = ModelInfo.builder(info.id()).capabilities(capabilities());
        info.displayName().ifPresent(whole::displayName);
        info.contextWindow().ifPresent(whole::contextWindow);
        info.outputLimit().ifPresent(whole::outputLimit);
        return whole.build();
    }

    @Override
    public CompletableFuture<TokenCount> countTokens(ChatRequest request) {
        return counter.count(request);
    }
}
