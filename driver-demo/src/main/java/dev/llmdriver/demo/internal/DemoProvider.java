package dev.llmdriver.demo.internal;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.DriverOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A connection to a twin that starts with the first call. Thread-safe. */
public final class DemoProvider implements LlmProvider {
    private final String name;
    private final CallSettings calls;
    private final Backstage backstage;

    /**
     * Creates the provider; starts nothing.
     *
     * @param server stands in for the twin
     */
    public DemoProvider(DriverOptions options, Duration pace, Optional<URI> server) {
        this.name = options.providerName();
        this.calls = CallSettings.of(options);
        this.backstage = new Backstage(options, pace, server);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ChatModel chatModel(String model) {
        DemoEngine engine = new DemoEngine(new ModelRef(name, model), backstage);
        return ChatModels.of(engine, engine, calls);
    }

    @Override
    public EmbeddingModel embeddingModel(String model) {
        return ChatModels.of(new DemoEmbeddingEngine(new ModelRef(name, model), backstage), calls);
    }

    @Override
    public CompletableFuture<List<ModelInfo>> models() {
        return Futures.with(backstage, LlmProvider::models);
    }

    @Override
    public CompletableFuture<Health> health() {
        return Futures.with(backstage, LlmProvider::health);
    }

    @Override
    public void close() {
        backstage.close();
    }
}
