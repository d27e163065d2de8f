package dev.llmdriver.client.internal;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.ModelRef;
import dev.llmdriver.client.ResolvedConfig;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the whole configuration. All its faults are reported at once. Immutable once read. */
public final class Configuration {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
    private static final String MODELS = "llm.models.";
    private static final String PROVIDERS = "llm.providers.";

    private final LlmDrivers drivers;
    private final List<String> faults = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final Values values;
    private final ModelSettings common = new ModelSettings();
    private final Map<String, ProviderSettings> providers = new TreeMap<>();
    private final Map<String, ModelSettings> settingsOfModels = new TreeMap<>();
    private final Map<String, ModelRef> models = new TreeMap<>();
    private final ModelNames names = new ModelNames(providers.keySet(), models.keySet());
    private @Nullable String standard;

    /**
     * Reads everything.
     *
     * @param environment what to read from
     * @param drivers whose options are known
     * @param byCode options that were set by code, by the provider's name
     * @throws ConfigurationException with every fault
     */
    public Configuration(Environment environment, LlmDrivers drivers, Map<String, Map<Option<?>, Object>> byCode) {
        this.drivers = drivers;
        this.values = new Values(new Sources(environment, faults), faults);
        readCommon();
        readProviders(byCode);
        readModels();
        new KeyCheck(values, faults, notices).run();
        if (!faults.isEmpty()) {
            throw ConfigurationException.of(
                    faults.stream().map(values::withoutSecrets).distinct().toList());
        }
    }

    private void readCommon() {
        for (String key : ModelSettings.keys()) {
            values.read("llm." + key, text -> common.read(key, text));
        }
    }

    private void readProviders(Map<String, Map<Option<?>, Object>> byCode) {
        ProviderReader reader = new ProviderReader(values, byCode, faults, notices);
        for (String id : drivers.ids()) {
            providers.put(id, reader.read(drivers.get(id)));
        }
        for (String name : section(PROVIDERS)) {
            driverOf(name)
                    .ifPresentOrElse(
                            driver -> providers.put(name, reader.read(name, driver)),
                            () -> values.ignore(PROVIDERS + name + "."));
        }
        byCode.keySet().stream()
                .filter(name -> !providers.containsKey(name))
                .forEach(name -> faults.add(
                        "options were set by code for the provider '" + name + "', but there is none of that name"));
    }

    private Optional<LlmDriver> driverOf(String name) {
        String key = PROVIDERS + name + ".driver";
        Optional<Found> id = values.find(key);
        if (drivers.find(name).isPresent() || KnownDrivers.DEPENDENCIES.containsKey(name)) {
            faults.add("a provider of its own may not be called '" + name + "', for that is a driver; set 'llm." + name
                    + ".…' instead, or choose another name");
            return Optional.empty();
        }
        if (id.isEmpty()) {
            faults.add("'" + key + "' is missing; set it to a driver, one of " + String.join(", ", drivers.ids()));
            return Optional.empty();
        }
        values.note(key, id.get(), false);
        try {
            return Optional.of(drivers.get(id.get().value()));
        } catch (ConfigurationException missing) {
            faults.add("'" + key + "' (" + id.get().origin() + "): " + missing.getMessage());
            return Optional.empty();
        }
    }

    private void readModels() {
        for (String name : section(MODELS)) {
            String prefix = MODELS + name + ".";
            ModelSettings settings = new ModelSettings();
            for (String key : ModelSettings.keys()) {
                values.read(prefix + key, text -> settings.read(key, text));
            }
            settingsOfModels.put(name, settings);
            if (values.find(prefix + "model").isEmpty()) {
                faults.add("'" + prefix + "model' is missing; set it to provider:model");
            }
            values.read(prefix + "model", text -> models.put(name, referenceOf(text)));
        }
        values.read("llm.model", text -> {
            standard = text;
            if (!settingsOfModels.containsKey(text)) {
                referenceOf(text); // fails if there is no such provider
            }
        });
    }

    private ModelRef referenceOf(String text) {
        return names.reference(text).orElseThrow(() -> new IllegalArgumentException(names.fault(text)));
    }

    /** The names below a prefix; a name with dots or colons is a fault. */
    private Set<String> section(String prefix) {
        Set<String> found = new TreeSet<>();
        for (String key : new LinkedHashSet<>(values.sources().names())) {
            if (key.startsWith(prefix)) {
                String name = key.substring(prefix.length()).replaceFirst("\\..*", "");
                if (NAME.matcher(name).matches()) {
                    found.add(name);
                } else {
                    faults.add("'" + key + "': a name is made of letters, digits, - and _, but got '" + name + "'");
                }
            }
        }
        return found;
    }

    /** {@return the text of {@code llm.model}, if it is set} */
    public Optional<String> standard() {
        return Optional.ofNullable(standard);
    }

    /**
     * Finds out which model a text means.
     *
     * @param text provider:model, or a configured name
     * @return the model
     * @throws ConfigurationException if it means none
     */
    public ModelRef resolve(String text) {
        return names.reference(text)
                .or(() -> Optional.ofNullable(models.get(text)))
                .orElseThrow(() -> ConfigurationException.of(names.fault(text)));
    }

    /** {@return the settings of the configured provider of this name} */
    ProviderSettings provider(String name) {
        ProviderSettings settings = providers.get(name);
        if (settings == null) {
            throw ConfigurationException.of(names.fault(name + ":<model>"));
        }
        return settings;
    }

    /** {@return what is set for all models} */
    ModelSettings common() {
        return common;
    }

    /** {@return what is set for a model of this name alone; nothing if there is none} */
    ModelSettings named(String name) {
        return settingsOfModels.getOrDefault(name, new ModelSettings());
    }

    /** {@return every key that is set, masked where it is secret} */
    public List<ResolvedConfig.Entry> entries() {
        return values.entries();
    }

    /** {@return what is no fault but worth knowing} */
    public List<String> notices() {
        return notices.stream().map(values::withoutSecrets).toList();
    }

    /** {@return the named models} */
    public Map<String, ModelRef> models() {
        return models;
    }

    /** {@return the providers' names with their drivers' ids} */
    public Map<String, String> driversOfProviders() {
        Map<String, String> ids = new TreeMap<>();
        providers.forEach((name, settings) -> ids.put(name, settings.driver().id()));
        return ids;
    }
}
