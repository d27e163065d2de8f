package dev.llmdriver.client.internal;

import dev.llmdriver.Timeouts;
import dev.llmdriver.resilience.RetryPolicy;
import dev.llmdriver.spi.OptionParsers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How calls to a model run. The same keys stand under {@code llm.} for all models and under {@code llm.models.<name>.} for one.
 * Mutable while the configuration is read, not afterwards.
 */
final class ModelSettings {
    /** What reads each key; the order matters, for a list of delays sets the number of attempts too. */
    private static final Map<String, BiConsumer<ModelSettings, String>> READERS = readers();

    private final Map<String, String> texts = new LinkedHashMap<>();

    private final RetryPolicy.Builder retry = RetryPolicy.builder();
    private final Map<String, String> defaults = new LinkedHashMap<>();
    private Timeouts timeouts = Timeouts.unset();
    private @Nullable Duration deadline;

    private static Map<String, BiConsumer<ModelSettings, String>> readers() {
        Map<String, BiConsumer<ModelSettings, String>> all = new LinkedHashMap<>();
        all.put("retry.delays", (s, text) -> s.retry.delays(Texts.durations(text)));
        all.put("retry.max-attempts", (s, text) -> s.retry.maxAttempts(Texts.integer(text)));
        all.put("retry.base-delay", (s, text) -> s.retry.baseDelay(OptionParsers.duration(text)));
        all.put("retry.max-delay", (s, text) -> s.retry.maxDelay(OptionParsers.duration(text)));
        all.put("retry.max-hint", (s, text) -> s.retry.maxHint(OptionParsers.duration(text)));
        all.put("retry.max-loading", (s, text) -> s.retry.maxLoading(OptionParsers.duration(text)));
        all.put("deadline", (s, text) -> s.deadline = OptionParsers.duration(text));
        all.put("timeouts.connect", (s, text) -> s.timeouts = s.timeouts.withConnect(OptionParsers.duration(text)));
        all.put(
                "timeouts.first-token",
                (s, text) -> s.timeouts = s.timeouts.withFirstToken(OptionParsers.duration(text)));
        all.put("timeouts.idle", (s, text) -> s.timeouts = s.timeouts.withIdle(OptionParsers.duration(text)));
        for (String name : RequestDefaults.names()) {
            all.put("defaults." + name, (s, text) -> s.setDefault(name, text));
        }
        return all;
    }

    private void setDefault(String name, String text) {
        RequestDefaults.check(name, text);
        defaults.put(name, text);
    }

    /** {@return the keys, without what stands before them} */
    static Iterable<String> keys() {
        return READERS.keySet();
    }

    /** Reads a value; fails with what was expected. */
    void read(String key, String text) {
        BiConsumer<ModelSettings, String> reader = READERS.get(key);
        if (reader == null) {
            throw new IllegalArgumentException("no setting of a model: " + key);
        }
        reader.accept(this, text);
        texts.put(key, text);
    }

    /** {@return these settings, where others do not say otherwise} */
    ModelSettings with(ModelSettings others) {
        ModelSettings both = new ModelSettings();
        readAll(both, texts);
        readAll(both, others.texts);
        return both;
    }

    private static void readAll(ModelSettings target, Map<String, String> source) {
        for (String key : keys()) {
            String text = source.get(key);
            if (text != null) {
                target.read(key, text);
            }
        }
    }

    RetryPolicy retryPolicy() {
        return retry.build();
    }

    Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    Timeouts timeouts() {
        return timeouts;
    }

    Map<String, String> defaults() {
        return defaults;
    }
}
