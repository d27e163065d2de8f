package dev.llmdriver.gemini.internal;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.gemini.internal.catalogue.HealthProbe;
import dev.llmdriver.gemini.internal.catalogue.KnownModels;
import dev.llmdriver.gemini.internal.catalogue.ModelCatalogue;
import dev.llmdriver.gemini.internal.error.GeminiErrors;
import dev.llmdriver.http.Credentials;
import dev.llmdriver.http.ProviderEndpoint;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.DriverOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A configured connection to Gemini. Thread-safe. */
public final class GeminiProvider implements LlmProvider {
    private final Connection connection;
    private final CallSettings calls;
    private final ModelCatalogue catalogue;

    private GeminiProvider(Connection connection, CallSettings calls) {
        this.connection = connection;
        this.calls = calls;
        this.catalogue = new ModelCatalogue(
                connection.settings().endpoint(), connection.http(), connection.known(), connection.errors());
    }

    /** Opens a provider without I/O. */
    public static GeminiProvider connect(DriverOptions options) {
        Settings settings = Settings.read(options);
        KnownModels known = new KnownModels();
        GeminiErrors errors = new GeminiErrors(settings.scheduler()::now, known::isOtherThanChat);
        ProviderEndpoint.Builder http = ProviderEndpoint.builder(options).errors(errors);
        http.credentials(settings.apiKey()
                .map(key -> Credentials.header("x-goog-api-key", key))
                .orElse(Credentials.none("x-goog-api-key")));
        Connection connection = new Connection(options.providerName(), settings, known, errors, http.build());
        return new GeminiProvider(connection, CallSettings.of(options));
    }

    @Override
    public String name() {
        return connection.name();
    }

    @Override
    public ChatModel chatModel(String model) {
        ModelRef ref = new ModelRef(name(), model);
        return ChatModels.of(
                new GeminiChatEngine(connection, ref), new GeminiModelFacts(connection, catalogue, ref), calls);
    }

    @Override
    public EmbeddingModel embeddingModel(String model) {
        return ChatModels.of(new GeminiEmbeddingEngine(connection, new ModelRef(name(), model)), calls);
    }

    @Override
    public CompletableFuture<List<ModelInfo>> models() {
        return catalogue.models();
    }

    @Override
    public CompletableFuture<Health> health() {
        return new HealthProbe(connection.settings().endpoint(), connection.http(), connection.errors()).check();
    }

    @Override
    public void close() {
        connection.http().close();
    }

    @Override
    public String toString() {
        return "GeminiProvider[" + name() + ", "
                + connection.settings().endpoint().host() + "]";
    }
}
