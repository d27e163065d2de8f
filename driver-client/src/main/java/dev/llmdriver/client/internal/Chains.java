package dev.llmdriver.client.internal;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.resilience.OpenCalls;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.resilience.Resilience.Slot;
import dev.llmdriver.resilience.RetryPolicy;
import dev.llmdriver.spi.AttemptLedger;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.EmbeddingEngine;
import java.util.List;

/**
 * Puts everything that is configured around the engines of drivers. Each target has its own part of the chain, by what is configured
 * for it; deadline and the cap of attempts are the first one's. Thread-safe.
 */
final class Chains {
    private final Additions additions;
    private final SharedLimits limits;
    private final OpenCalls calls;

    Chains(Additions additions, SharedLimits limits, OpenCalls calls) {
        this.additions = additions;
        this.calls = calls;
        this.limits = limits;
    }

    /** {@return a model that asks the targets in order} */
    ChatModel over(List<Target> targets) {
        Target first = targets.get(0);
        RequestDefaults defaults = first.provider().defaults(first.model());
        Resilience.Builder parts = parts(first.provider(), first.model());
        limits.cache(first.model()).ifPresent(answers -> parts.cache(answers, defaults::applyTo));
        if (targets.size() > 1) {
            parts.fallback(additions.fallback(), others(targets));
        }
        ChatEngine whole = complete(parts, defaults).over(first.engine());
        return ChatModels.of(whole, first.facts(), settings(first.provider(), cap(targets)));
    }

    private List<ChatEngine> others(List<Target> targets) {
        return targets.stream().skip(1).map(this::other).toList();
    }

    private ChatEngine other(Target target) {
        Resilience.Builder parts = parts(target.provider(), target.model());
        return complete(parts, target.provider().defaults(target.model())).target(target.engine());
    }

    /** Defaults stand outside of what watches a target, which sees what is sent, and inside of fallback, for each has its own. */
    private Resilience complete(Resilience.Builder parts, RequestDefaults defaults) {
        additions.addTo(parts);
        return parts.around(Slot.OPERATION_METRICS, next -> new DefaultsEngine(next, defaults))
                .build();
    }

    private Resilience.Builder parts(OpenProvider provider, ConfiguredModel model) {
        Resilience.Builder parts = Resilience.builder().openCalls(calls).deadline(provider.deadline(model));
        provider.addTo(parts, model);
        limits.addTo(parts, model, provider.callSettings().scheduler(), provider.defaults(model)::applyTo);
        return parts;
    }

    /** Six, unless the first target alone may need as many; then those that stand in for it can be asked once each. */
    private static int cap(List<Target> targets) {
        int first = targets.get(0).model().settings().retryPolicy().maxAttempts();
        return first < AttemptLedger.DEFAULT_CAP
                ? AttemptLedger.DEFAULT_CAP
                : (int) Math.min(Integer.MAX_VALUE, (long) first + targets.size() - 1);
    }

    /** {@return an embedding model; nobody stands in for it, for another model's vectors mean nothing} */
    EmbeddingModel over(OpenProvider provider, ConfiguredModel model, EmbeddingEngine engine) {
        Resilience resilience = parts(provider, model).build();
        RetryPolicy policy = model.settings().retryPolicy();
        EmbeddingEngine timed =
                new TimedEmbedding(engine, provider.defaults(model).timeouts());
        return ChatModels.of(additions.watched(timed, resilience::over), settings(provider, policy.callCap()));
    }

    private static CallSettings settings(OpenProvider provider, int cap) {
        return provider.callSettings().withAttemptCap(cap);
    }
}
