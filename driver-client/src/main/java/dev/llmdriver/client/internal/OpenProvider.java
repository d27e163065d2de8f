package dev.llmdriver.client.internal;

import dev.llmdriver.ChatModel;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.Secret;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.ColdStart;
import dev.llmdriver.resilience.DeadlineEngine;
import dev.llmdriver.resilience.KeyPool;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.resilience.RetryBudget;
import dev.llmdriver.resilience.RetryPolicy;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.spi.ModelFacts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A provider that was opened, and what its models share. */
final class OpenProvider {
    /** Models of which more are asked about anew. */
    private static final int MOST_DESCRIBED = 1000;

    private final LlmProvider provider;
    private final ProviderSettings settings;
    private final RetryBudget budget = RetryBudget.standard();
    private final ColdStart coldStart = ColdStart.standard();
    private final Optional<KeyPool> keys;
    /** Faces that keep what the provider said of a model. */
    private final Map<String, ChatModel> described = new ConcurrentHashMap<>();

    OpenProvider(LlmProvider provider, ProviderSettings settings) {
        this.provider = provider;
        this.settings = settings;
        this.keys = pool(settings.keys());
    }

    private static Optional<KeyPool> pool(Map<String, Secret> keys) {
        KeyPool.Builder pool = KeyPool.builder();
        keys.forEach(pool::key);
        return keys.isEmpty() ? Optional.empty() : Optional.of(pool.build());
    }

    /** {@return what the provider says of a model, asked once} */
    CompletableFuture<ModelInfo> describe(String model) {
        if (described.size() >= MOST_DESCRIBED && !described.containsKey(model)) {
            described.clear(); // the names may be those of an application's users, who have many
        }
        return described.computeIfAbsent(model, provider::chatModel).describe();
    }

    LlmProvider provider() {
        return provider;
    }

    /** {@return a chat model of this provider, with nothing around it} */
    Target target(ConfiguredModel model) {
        ChatModel face = provider.chatModel(model.ref().model());
        ChatEngine engine = part(face.unwrap(ChatEngine.class), ChatEngine.class);
        ModelFacts facts = part(face.unwrap(ModelFacts.class), ModelFacts.class);
        return new Target(this, model, Resilience.withFacts(engine, facts), facts);
    }

    /** {@return an embedding model of this provider, with nothing around it} */
    EmbeddingEngine embeddings(ConfiguredModel model) {
        return part(provider.embeddingModel(model.ref().model()).unwrap(EmbeddingEngine.class), EmbeddingEngine.class);
    }

    /** Adds what all models of this provider share. */
    void addTo(Resilience.Builder parts, ConfiguredModel model) {
        RetryPolicy policy = model.settings().retryPolicy();
        parts.coldStart(coldStart.withMaxWait(longestColdStart(model, policy))).retry(policy, budget);
        keys.ifPresent(parts::keys);
    }

    /** Who asks for a single attempt asks for a single request. */
    private static Duration longestColdStart(ConfiguredModel model, RetryPolicy policy) {
        Duration usual = policy.maxAttempts() == 1 ? Duration.ZERO : ColdStart.DEFAULT;
        return model.settings().get(ModelKeys.COLD_START).orElse(usual);
    }

    /** {@return how calls to this provider run} */
    CallSettings callSettings() {
        return CallSettings.of(settings.options());
    }

    /** The nearer wins: the model's, the provider's, that of all models, the driver's own. */
    Duration deadline(ConfiguredModel model) {
        DriverOptions options = settings.options();
        Optional<Duration> providers =
                options.isSet(CommonOptions.DEADLINE) ? options.get(CommonOptions.DEADLINE) : Optional.empty();
        return model.own()
                .get(ModelKeys.DEADLINE)
                .or(() -> providers)
                .or(() -> model.common().get(ModelKeys.DEADLINE))
                .or(this::driversDeadline)
                .orElse(DeadlineEngine.DEFAULT);
    }

    private Optional<Duration> driversDeadline() {
        return settings.driver().options().stream()
                .filter(CommonOptions.DEADLINE::equals)
                .flatMap(option -> option.defaultValue().stream())
                .map(Duration.class::cast)
                .findFirst();
    }

    /** {@return what fills requests to a model that do not say otherwise} */
    RequestDefaults defaults(ConfiguredModel model) {
        return new RequestDefaults(
                model.settings().defaults(),
                model.own()
                        .timeouts()
                        .orElse(CommonOptions.timeouts(settings.options()))
                        .orElse(model.common().timeouts()));
    }

    private <T> T part(Optional<T> part, Class<T> type) {
        return part.orElseThrow(() -> LlmException.builder(
                        ErrorKind.UNSUPPORTED,
                        "the models of driver '" + settings.driver().id() + "' do not unwrap to " + type.getSimpleName()
                                + ", so calls cannot be bounded or tried again; the driver's author must make them")
                .provider(provider.name())
                .build());
    }
}
