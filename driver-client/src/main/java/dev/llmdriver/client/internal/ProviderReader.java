package dev.llmdriver.client.internal;

import dev.llmdriver.Secret;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a provider's options. The driver's usual variables, such as {@code HF_TOKEN}, count as environment for the provider that has
 * the driver's name; for a second instance they only fill what is not set, for they do not name it.
 */
final class ProviderReader {
    private final Values values;
    private final Map<String, Map<Option<?>, Object>> byCode;
    private final List<String> faults;
    private final List<String> notices;

    ProviderReader(
            Values values, Map<String, Map<Option<?>, Object>> byCode, List<String> faults, List<String> notices) {
        this.values = values;
        this.byCode = byCode;
        this.faults = faults;
        this.notices = notices;
    }

    /** Reads the provider that has its driver's name. */
    ProviderSettings read(LlmDriver driver) {
        return read(driver.id(), driver, "llm." + driver.id() + ".", true);
    }

    /** Reads a second instance. */
    ProviderSettings read(String name, LlmDriver driver) {
        return read(name, driver, "llm.providers." + name + ".", false);
    }

    private ProviderSettings read(String name, LlmDriver driver, String prefix, boolean isDriversOwn) {
        DriverOptions.Builder options = DriverOptions.builder(name);
        for (Option<?> option : driver.options()) {
            if (option.isPrefix()) {
                readAll(prefix, option, options);
            } else if (!option.isCodeOnly()) {
                String key = prefix + option.name();
                strongest(values.find(key), usual(option), key, isDriversOwn).ifPresent(found -> {
                    values.note(key, found, option.isSecret());
                    options.set(option.name(), found.value(), found.origin());
                });
            }
        }
        byCode.getOrDefault(name, Map.of()).forEach((option, value) -> set(options, option, value));
        Map<String, Found> keys = driver.options().contains(CommonOptions.API_KEY) ? keys(prefix) : Map.of();
        keyBesidePool(keys, prefix, options);
        DriverOptions built = options.build();
        faults.addAll(built.faults(driver.options()));
        Map<String, Secret> secrets = new LinkedHashMap<>();
        keys.forEach((label, key) -> secrets.put(label, Secret.of(key.value())));
        return new ProviderSettings(driver, built, secrets);
    }

    /** The keys of a pool, by their labels in alphabetical order. */
    private Map<String, Found> keys(String prefix) {
        String start = prefix + "api-keys.";
        Map<String, Found> keys = new TreeMap<>();
        for (String label : values.namesBelow(start)) {
            values.find(start + label).ifPresent(found -> {
                values.note(start + label, found, true);
                keys.put(label, found);
            });
        }
        return keys;
    }

    /** Lists of models and questions of health belong to no call, so a provider with a pool needs a key of its own for them. */
    private void keyBesidePool(Map<String, Found> keys, String prefix, DriverOptions.Builder options) {
        if (keys.isEmpty()) {
            return;
        }
        if (options.build().isSet(CommonOptions.API_KEY)) {
            notices.add("calls use the keys under '" + prefix + "api-keys.'; the one of '" + prefix
                    + CommonOptions.API_KEY.name() + "' serves lists of models and questions of health alone");
            return;
        }
        Map.Entry<String, Found> first = keys.entrySet().iterator().next();
        options.set(
                CommonOptions.API_KEY.name(),
                first.getValue().value(),
                first.getValue().origin() + ", '" + prefix + "api-keys." + first.getKey() + "'");
    }

    private void readAll(String prefix, Option<?> option, DriverOptions.Builder options) {
        String start = prefix + option.name() + ".";
        for (String key : values.sources().names()) {
            if (key.startsWith(start)) {
                values.find(key).ifPresent(found -> {
                    values.note(key, found, option.isSecret());
                    options.set(key.substring(prefix.length()), found.value(), found.origin());
                });
            }
        }
    }

    private Optional<Found> strongest(
            Optional<Found> configured, Optional<Found> usual, String key, boolean isDriversOwn) {
        if (configured.isEmpty() || usual.isEmpty()) {
            return configured.or(() -> usual);
        }
        if (!isDriversOwn || configured.get().rank() >= usual.get().rank()) {
            return configured;
        }
        if (!configured.get().value().equals(usual.get().value())) {
            notices.add(usual.get().origin() + " overrides '" + key + "' ("
                    + configured.get().origin() + ")");
        }
        return usual;
    }

    /** The first of the usual variables that is set. */
    private Optional<Found> usual(Option<?> option) {
        List<Found> set = option.environment().stream()
                .map(values.sources()::variable)
                .flatMap(Optional::stream)
                .toList();
        if (set.stream().map(Found::value).distinct().count() > 1) {
            String notice = set.stream()
                            .map(Found::origin)
                            .reduce((one, other) -> one + " and " + other)
                            .orElse("") + " differ; the first is used";
            if (!notices.contains(notice)) {
                notices.add(notice);
            }
        }
        return set.stream().findFirst();
    }

    @SuppressWarnings("unchecked") // the client's builder lets only values of the option's type in
    private static <T> void set(DriverOptions.Builder options, Option<T> option, Object value) {
        options.set(option, (T) Objects.requireNonNull(value));
    }
}
