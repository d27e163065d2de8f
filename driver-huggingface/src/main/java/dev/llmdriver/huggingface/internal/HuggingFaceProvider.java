package dev.llmdriver.huggingface.internal;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Timeouts;
import dev.llmdriver.http.Credentials;
import dev.llmdriver.http.ProviderEndpoint;
import dev.llmdriver.huggingface.internal.catalogue.HealthProbe;
import dev.llmdriver.huggingface.internal.catalogue.ModelCatalogue;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.error.HuggingFaceErrors;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.DriverOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A configured connection to Hugging Face. Thread-safe. */
public final class HuggingFaceProvider implements LlmProvider {
    private final Connection connection;
    private final CallSettings calls;
    private final ModelCatalogue catalogue;

    private HuggingFaceProvider(Connection connection, CallSettings calls) {
        this.connection = connection;
        this.calls = calls;
        this.catalogue = new ModelCatalogue(connection.endpoint(), connection.http(), connection.errors());
    }

    /** Opens a provider without I/O. */
    public static HuggingFaceProvider connect(DriverOptions options) {
        Settings settings = Settings.read(options);
        Endpoint endpoint = settings.endpoint();
        HuggingFaceErrors errors = new HuggingFaceErrors(endpoint);
        ProviderEndpoint.Builder http = ProviderEndpoint.builder(options)
                .credentials(settings.apiKey().map(Credentials::bearer).orElse(Credentials.none()))
                .errors(errors)
                .requestIdHeaders("x-request-id", "X-Amzn-Trace-Id", "x-amz-cf-id");
        settings.billTo().ifPresent(payer -> http.header("X-HF-Bill-To", payer));
        settings.scaleUpTimeout().ifPresent(wait -> holdForScaleUp(http, wait));
        Connection connection =
                new Connection(options.providerName(), settings, settings.resolver(), endpoint, errors, http.build());
        return new HuggingFaceProvider(connection, CallSettings.of(options));
    }

    /** The endpoint counts whole seconds; the first token must be given that much more time here. */
    private static void holdForScaleUp(ProviderEndpoint.Builder http, Duration wait) {
        http.header("X-Scale-Up-Timeout", Long.toString(Math.max(1, wait.toSeconds())));
        http.defaultTimeouts(Timeouts.unset().withFirstToken(wait.plusSeconds(60)));
    }

    @Override
    public String name() {
        return connection.name();
    }

    @Override
    public ChatModel chatModel(String model) {
        ModelRef ref = new ModelRef(name(), model);
        return ChatModels.of(
                new HuggingFaceChatEngine(connection, ref),
                new HuggingFaceModelFacts(connection, catalogue, model),
                calls);
    }

    @Override
    public EmbeddingModel embeddingModel(String model) {
        return ChatModels.of(new HuggingFaceEmbeddingEngine(connection, new ModelRef(name(), model)), calls);
    }

    @Override
    public CompletableFuture<List<ModelInfo>> models() {
        return catalogue.models();
    }

    @Override
    public CompletableFuture<Health> health() {
        return new HealthProbe(
                        connection.endpoint(),
                        connection.http(),
                        connection.errors(),
                        connection.settings().hasKey())
                .check();
    }

    @Override
    public void close() {
        connection.http().close();
    }

    @Override
    public String toString() {
        return "HuggingFaceProvider[" + name() + ", " + connection.endpoint().describe() + "]";
    }
}
