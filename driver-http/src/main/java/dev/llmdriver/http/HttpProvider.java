package dev.llmdriver.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.CallOptions;
import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.internal.ListedModel;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.DriverOptions;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A provider that has one address, chat, and a list of its models; the list also answers what a model is and whether the provider is
 * healthy. A driver that knows better overrides. Thread-safe.
 */
public abstract class HttpProvider implements LlmProvider {
    private final DriverOptions options;
    private final URI base;
    private final String modelsPath;
    private final ProviderEndpoint endpoint;

    /**
     * Makes a provider.
     *
     * @param options as the driver was given them, checked
     * @param base where the provider is; a call may name another address
     * @param modelsPath where a GET gives the list of models, such as {@code /v1/models}
     * @param endpoint the way there; closed with the provider
     */
    protected HttpProvider(DriverOptions options, URI base, String modelsPath, ProviderEndpoint endpoint) {
        this.options = Objects.requireNonNull(options, "options");
        this.base = Objects.requireNonNull(base, "base");
        this.modelsPath = Objects.requireNonNull(modelsPath, "modelsPath");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /**
     * Reads the list of models.
     *
     * @param answer what the provider says
     * @return the models, made with {@link #model}, and what else is known of them
     */
    protected abstract List<ModelInfo> models(JsonNode answer);

    /** {@return the engine of a model, usually an {@link HttpChatEngine}} */
    protected abstract ChatEngine engine(ModelRef ref);

    /** {@return what a model can do, as far as is known without asking; by default nothing is} */
    protected Capabilities capabilities(String model) {
        return Capabilities.unknown();
    }

    /** {@return the way to the provider} */
    public final ProviderEndpoint endpoint() {
        return endpoint;
    }

    /**
     * {@return an address at the provider, or at the call's own base URL}
     *
     * @param call of the call; {@link CallOptions#none()} outside of calls
     * @param path begins with a slash
     */
    public final URI address(CallOptions call, String path) {
        String root = call.baseUrl().orElse(base).toString();
        return URI.create(root.replaceAll("/+$", "") + path);
    }

    @Override
    public final String name() {
        return options.providerName();
    }

    @Override
    public ChatModel chatModel(String model) {
        ListedModel facts = new ListedModel(this, model, capabilities(model));
        return ChatModels.of(engine(new ModelRef(name(), model)), facts, CallSettings.of(options));
    }

    /** {@inheritDoc} By default there are none. */
    @Override
    public EmbeddingModel embeddingModel(String model) {
        throw LlmException.builder(ErrorKind.UNSUPPORTED, "this driver has no embeddings; ask another provider")
                .reason("embeddings")
                .provider(name())
                .build();
    }

    /** {@return a model of this name with its capabilities} */
    protected final ModelInfo model(String id) {
        return ModelInfo.builder(id).capabilities(capabilities(id)).build();
    }

    @Override
    public CompletableFuture<List<ModelInfo>> models() {
        URI list = address(CallOptions.none(), modelsPath);
        return endpoint.get(list, response -> models(Json.tree(response.body())));
    }

    /** {@inheritDoc} By default by asking for the models. */
    @Override
    public CompletableFuture<Health> health() {
        return models().handle((models, failure) -> failure == null
                ? new Health(Health.Status.UP, "it lists its models", "")
                : down(LlmException.of(failure)));
    }

    private static Health down(LlmException failure) {
        boolean starting = failure.kind() == ErrorKind.MODEL_LOADING || failure.kind() == ErrorKind.OVERLOADED;
        String remedy = switch (failure.kind()) {
            case AUTHENTICATION, PERMISSION_DENIED -> "check api-key";
            case MODEL_LOADING, OVERLOADED, RATE_LIMITED -> "wait, and ask again";
            default -> "check base-url, the network and the proxy";
        };
        Health.Status status = starting ? Health.Status.STARTING : Health.Status.DOWN;
        return new Health(status, String.valueOf(failure.getMessage()), remedy);
    }

    @Override
    public void close() {
        endpoint.close();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + name() + "]";
    }
}
