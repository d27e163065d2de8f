package dev.llmdriver.ollama.internal;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Timeouts;
import dev.llmdriver.http.Credentials;
import dev.llmdriver.http.ProviderEndpoint;
import dev.llmdriver.ollama.internal.error.OllamaErrors;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.DriverOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A configured connection to an Ollama. Thread-safe. */
public final class OllamaProvider implements LlmProvider {
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    /**
     * Nothing is sent before the model is loaded and the prompt read, which may take minutes, and giving up aborts the load (wire page
     * 9), so the deadline alone bounds it. Between thoughts and an answer by a schema the prompt is read once more, hence the long idle.
     */
    private static final Timeouts TIMEOUTS =
            Timeouts.unset().withFirstToken(Duration.ofDays(365)).withIdle(Duration.ofMinutes(5));

    private final Connection connection;
    private final CallSettings calls;
    private final Catalogue catalogue;

    private OllamaProvider(Connection connection, CallSettings calls) {
        this.connection = connection;
        this.calls = calls;
        this.catalogue = new Catalogue(
                connection.settings().address(), connection.http(), connection.known(), connection.errors());
    }

    /** Opens a provider without I/O. */
    public static OllamaProvider connect(DriverOptions options) {
        Settings settings = Settings.read(options);
        Credentials credentials = settings.credentials();
        OllamaErrors errors = new OllamaErrors();
        ProviderEndpoint http = ProviderEndpoint.builder(options)
                .credentials(credentials)
                .errors(errors)
                .defaultTimeouts(TIMEOUTS)
                .defaultDeadline(DEADLINE)
                .absentRemedy(HealthProbe.START)
                .build();
        return new OllamaProvider(
                new Connection(options.providerName(), settings, credentials, errors, http, new Known()),
                CallSettings.of(options));
    }

    @Override
    public String name() {
        return connection.name();
    }

    @Override
    public ChatModel chatModel(String model) {
        ModelRef ref = new ModelRef(name(), model);
        return ChatModels.of(
                new OllamaChatEngine(connection, ref),
                new OllamaModelFacts(
                        catalogue, connection.known(), connection.settings().address(), model),
                calls);
    }

    @Override
    public EmbeddingModel embeddingModel(String model) {
        return ChatModels.of(new OllamaEmbeddingEngine(connection, new ModelRef(name(), model)), calls);
    }

    @Override
    public CompletableFuture<List<ModelInfo>> models() {
        return catalogue.models();
    }

    @Override
    public CompletableFuture<Health> health() {
        boolean hasKey = connection.credentials().hasKeyFor(connection.at("/api/tags"));
        return new HealthProbe(connection.settings().address(), catalogue, hasKey).check();
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        NativeOllama ollama = new NativeOllama(connection, catalogue, calls.scheduler());
        return type.isInstance(ollama) ? Optional.of(type.cast(ollama)) : LlmProvider.super.unwrap(type);
    }

    @Override
    public void close() {
        connection.http().close();
    }

    @Override
    public String toString() {
        return "OllamaProvider[" + name() + ", "
                + connection.settings().address().shown() + "]";
    }
}
