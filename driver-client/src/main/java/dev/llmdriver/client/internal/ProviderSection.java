package dev.llmdriver.client.internal;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the providers: one for each driver on the path, and the second instances of {@code llm.providers.}. */
final class ProviderSection {
    private static final String PREFIX = "llm.providers.";

    private final LlmDrivers drivers;
    private final Values values;

    ProviderSection(LlmDrivers drivers, Values values) {
        this.drivers = drivers;
        this.values = values;
    }

    /** {@return the providers by name} */
    Map<String, ProviderSettings> read(
            Collection<String> instances, ProviderReader reader, Map<String, Map<Option<?>, Object>> byCode) {
        Map<String, ProviderSettings> providers = new TreeMap<>();
        for (String id : drivers.ids()) {
            providers.put(id, reader.read(drivers.get(id)));
        }
        for (String name : instances) {
            driverOf(name)
                    .ifPresentOrElse(
                            driver -> providers.put(name, reader.read(name, driver)),
                            () -> values.ignore(PREFIX + name + "."));
        }
        byCode.keySet().stream()
                .filter(name -> !providers.containsKey(name))
                .forEach(name -> values.fault(
                        "options were set by code for the provider '" + name + "', but there is none of that name"));
        return providers;
    }

    private Optional<LlmDriver> driverOf(String name) {
        String key = PREFIX + name + ".driver";
        Optional<Found> id = values.find(key);
        if (drivers.find(name).isPresent() || KnownDrivers.DEPENDENCIES.containsKey(name)) {
            values.fault("a provider of its own may not be called '" + name + "', for that is a driver; set 'llm."
                    + name + ".…' instead, or choose another name");
            return Optional.empty();
        }
        if (id.isEmpty()) {
            values.fault("'" + key + "' is missing; set it to a driver, one of " + String.join(", ", drivers.ids()));
            return Optional.empty();
        }
        values.note(key, id.get(), false);
        try {
            return Optional.of(drivers.get(id.get().value()));
        } catch (ConfigurationException missing) {
            values.fault("'" + key + "' (" + id.get().origin() + "): " + missing.getMessage());
            return Optional.empty();
        }
    }
}
