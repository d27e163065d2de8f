package dev.llmdriver.client.internal;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.DeadlineEngine;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.resilience.RetryBudget;
import dev.llmdriver.resilience.RetryPolicy;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.spi.ModelFacts;
import java.time.Duration;
import java.util.Optional;

/** A provider that was opened, and what its models share. */
final class OpenProvider {
    private final LlmProvider provider;
    private final ProviderSettings settings;
    private final ModelSettings common;
    private final RetryBudget budget = RetryBudget.standard();

    OpenProvider(LlmProvider provider, ProviderSettings settings, ModelSettings common) {
        this.provider = provider;
        this.settings = settings;
        this.common = common;
    }

    LlmProvider provider() {
        return provider;
    }

    ChatModel chatModel(String model, ModelSettings named) {
        ChatModel face = provider.chatModel(model);
        ChatEngine engine = part(face.unwrap(ChatEngine.class), ChatEngine.class);
        ModelFacts facts = part(face.unwrap(ModelFacts.class), ModelFacts.class);
        RetryPolicy policy = common.with(named).retryPolicy();
        ChatEngine whole = new DefaultsEngine(resilience(named, policy).over(engine), defaults(named));
        return ChatModels.of(whole, facts, callSettings(policy));
    }

    EmbeddingModel embeddingModel(String model, ModelSettings named) {
        EmbeddingModel face = provider.embeddingModel(model);
        EmbeddingEngine engine = part(face.unwrap(EmbeddingEngine.class), EmbeddingEngine.class);
        RetryPolicy policy = common.with(named).retryPolicy();
        return ChatModels.of(resilience(named, policy).over(engine), callSettings(policy));
    }

    private Resilience resilience(ModelSettings named, RetryPolicy policy) {
        return Resilience.builder()
                .deadline(deadline(named))
                .retry(policy, budget)
                .build();
    }

    private CallSettings callSettings(RetryPolicy policy) {
        return CallSettings.of(settings.options()).withAttemptCap(policy.callCap());
    }

    /** The nearer wins: the model's, the provider's, that of all models, the driver's own. */
    private Duration deadline(ModelSettings named) {
        DriverOptions options = settings.options();
        Optional<Duration> providers =
                options.isSet(CommonOptions.DEADLINE) ? options.get(CommonOptions.DEADLINE) : Optional.empty();
        return named.deadline()
                .or(() -> providers)
                .or(common::deadline)
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

    private RequestDefaults defaults(ModelSettings named) {
        return new RequestDefaults(
                common.with(named).defaults(),
                named.timeouts()
                        .orElse(CommonOptions.timeouts(settings.options()))
                        .orElse(common.timeouts()));
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
