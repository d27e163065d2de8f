package dev.llmdriver.client.internal;

import dev.llmdriver.Price;
import dev.llmdriver.Timeouts;
import dev.llmdriver.resilience.RetryPolicy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How calls to a model run: the values of {@link ModelKeys}. Changed only while the configuration is read. */
final class ModelSettings {
    private final Map<ModelKey<?>, Object> values = new LinkedHashMap<>();

    /** Reads a value; fails with what was expected. */
    <T> void read(ModelKey<T> key, String text) {
        values.put(key, key.parser().apply(text));
    }

    @SuppressWarnings("unchecked") // read() lets only values of the key's type in
    <T> Optional<T> get(ModelKey<T> key) {
        @Nullable T value = (T) values.get(key);
        return Optional.ofNullable(value);
    }

    /** {@return whether any of these keys is set} */
    boolean setsAny(Collection<? extends ModelKey<?>> keys) {
        return keys.stream().anyMatch(values::containsKey);
    }

    /** {@return what a million tokens cost, if that is set} */
    Optional<Price> price() {
        return get(ModelKeys.INPUT_PRICE)
                .flatMap(input -> get(ModelKeys.OUTPUT_PRICE).map(output -> new Price(input, output)));
    }

    /** {@return these settings, where nearer ones do not say otherwise} */
    ModelSettings with(ModelSettings nearer) {
        ModelSettings both = new ModelSettings();
        both.values.putAll(values);
        if (nearer.values.containsKey(ModelKeys.DELAYS)) {
            both.values.remove(ModelKeys.MAX_ATTEMPTS); // how many delays there are says how many tries
        }
        both.values.putAll(nearer.values);
        return both;
    }

    RetryPolicy retryPolicy() {
        RetryPolicy.Builder policy = RetryPolicy.builder();
        get(ModelKeys.DELAYS).ifPresent(policy::delays); // first, for it sets the number of attempts too
        get(ModelKeys.MAX_ATTEMPTS).ifPresent(policy::maxAttempts);
        get(ModelKeys.BASE_DELAY).ifPresent(policy::baseDelay);
        get(ModelKeys.MAX_DELAY).ifPresent(policy::maxDelay);
        get(ModelKeys.MAX_HINT).ifPresent(policy::maxHint);
        return policy.build();
    }

    Timeouts timeouts() {
        Timeouts timeouts = Timeouts.unset();
        timeouts = get(ModelKeys.CONNECT).map(timeouts::withConnect).orElse(timeouts);
        timeouts = get(ModelKeys.FIRST_TOKEN).map(timeouts::withFirstToken).orElse(timeouts);
        return get(ModelKeys.IDLE).map(timeouts::withIdle).orElse(timeouts);
    }

    /** {@return the settings of requests, by their names} */
    Map<String, String> defaults() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (ModelKey<String> key : ModelKeys.DEFAULTS) {
            get(key).ifPresent(text -> texts.put(key.name().substring("defaults.".length()), text));
        }
        return texts;
    }
}
