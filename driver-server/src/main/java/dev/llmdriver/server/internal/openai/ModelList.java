package dev.llmdriver.server.internal.openai;

import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.ResolvedConfig;
import dev.llmdriver.spi.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What can be asked for: the configured names, the standard model, and what each provider that is configured or used says it has.
 * A provider that fails, or takes long, adds nothing. Thread-safe.
 */
final class ModelList {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.server");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Models models;
    private final Scheduler scheduler;

    ModelList(Models models, Scheduler scheduler) {
        this.models = models;
        this.scheduler = scheduler;
    }

    /** {@return the names that models are asked by, each with its provider's name; who cancels it cancels what providers are asked} */
    CompletableFuture<Map<String, String>> read() {
        Map<String, String> names = new LinkedHashMap<>();
        models.client().config().models().forEach((name, ref) -> names.put(name, ref.provider()));
        models.standard()
                .ifPresent(name -> names.put(name, models.client().resolve(name).provider()));
        Map<String, CompletableFuture<List<ModelInfo>>> lists = new LinkedHashMap<>();
        inUse().forEach(provider -> lists.put(provider, listed(provider)));
        CompletableFuture<Map<String, String>> read = CompletableFuture.allOf(
                        lists.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    lists.forEach((provider, list) ->
                            list.join().forEach(model -> names.put(provider + ":" + model.id(), provider)));
                    return names;
                });
        CompletionStage<Map<String, String>> over = read;
        over.whenComplete((all, failure) -> lists.values().forEach(list -> list.cancel(true)));
        return read;
    }

    /** {@return the providers that somebody has configured, or that the standard model or a named one is from} */
    private Set<String> inUse() {
        LlmClient client = models.client();
        ResolvedConfig config = client.config();
        Set<String> used = new TreeSet<>();
        for (String provider : config.providers().keySet()) {
            if (config.entries().stream().anyMatch(entry -> isOf(provider, entry.key()))) {
                used.add(provider);
            }
        }
        config.models().values().stream().map(ModelRef::provider).forEach(used::add);
        models.standard().map(client::resolve).map(ModelRef::provider).ifPresent(used::add);
        return used;
    }

    private static boolean isOf(String provider, String key) {
        return key.startsWith("llm." + provider + ".") || key.startsWith("llm.providers." + provider + ".");
    }

    private CompletableFuture<List<ModelInfo>> listed(String provider) {
        CompletableFuture<List<ModelInfo>> asked = asked(provider);
        CompletableFuture<List<ModelInfo>> list = asked.exceptionally(failure -> {
            LOG.log(Level.DEBUG, "the models of '" + provider + "' are not known", failure);
            return List.of();
        });
        Scheduler.Alarm alarm = scheduler.schedule(PATIENCE, () -> list.complete(List.of()));
        CompletionStage<List<ModelInfo>> over = list;
        over.whenComplete((models, failure) -> {
            alarm.cancel();
            asked.cancel(true); // unless it has answered, nobody waits for it any more
        });
        return list;
    }

    private CompletableFuture<List<ModelInfo>> asked(String provider) {
        try {
            return models.client().provider(provider).models();
        } catch (RuntimeException unusable) {
            return CompletableFuture.failedFuture(unusable);
        }
    }
}
