package dev.llmdriver.client.internal;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.ModelRef;
import dev.llmdriver.client.ResolvedConfig;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.spi.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the whole configuration. All its faults are reported at once. Immutable once read. */
public final class Configuration {
    private static final String MODELS = "llm.models.";

    private final List<String> faults = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final Values values;
    private final ModelSettings common = new ModelSettings();
    private final Map<String, ProviderSettings> providers;
    private final NamedModels models;
    private final Prices prices = new Prices(common);
    private final CallerSettings callers = new CallerSettings();
    private final Fallbacks fallbacks;
    private final Map<String, String> server;
    private @Nullable String standard;
    private @Nullable LimitStore store;

    /**
     * Reads everything.
     *
     * @param environment what to read from
     * @param drivers whose options are known
     * @param byCode options that were set by code, by the provider's name
     * @throws ConfigurationException with every fault
     */
    public Configuration(Environment environment, LlmDrivers drivers, Map<String, Map<Option<?>, Object>> byCode) {
        this.values = new Values(new Sources(environment, faults), faults);
        ModelKeys.common().forEach(key -> values.read("llm." + key.name(), text -> common.read(key, text)));
        this.providers = new ProviderSection(drivers, values)
                .read(values.namesBelow("llm.providers."), new ProviderReader(values, byCode, faults, notices), byCode);
        this.models = new NamedModels(common, providers.keySet());
        this.fallbacks = new Fallbacks(models);
        models.read(values.namesBelow(MODELS), values);
        values.read("llm.model", this::readStandard);
        callers.read(values);
        prices.read(models, callers, values, notices);
        this.server = ServerKeys.read(values);
        values.readSecret(StoreAddress.KEY, address -> store = StoreAddress.open(address)); // it may hold a password
        new KeyCheck(values, faults, notices).run();
        if (!faults.isEmpty()) {
            throw ConfigurationException.of(
                    faults.stream().map(values::withoutSecrets).distinct().toList());
        }
    }

    /** {@return the names of the models in alphabetical order, read without looking at anything else} */
    public static Set<String> modelNames(Environment environment) {
        List<String> unheard = new ArrayList<>(); // whoever reads everything hears of them
        return new Values(new Sources(environment, unheard), unheard).namesBelow(MODELS);
    }

    private void readStandard(String text) {
        standard = text;
        if (!models.isKnown(text)) {
            throw new IllegalArgumentException(models.fault(text));
        }
    }

    /** {@return where limits are counted, if it is not in memory; nothing is connected or started before it is used} */
    public Optional<LimitStore> limitStore() {
        return Optional.ofNullable(store);
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
        return models.get(text).ref();
    }

    /**
     * Finds out who is asked, in order.
     *
     * @param text the model that is asked for
     * @param instead who stands in for it; empty for what is configured
     * @return the model itself and those that stand in for it, as references and names
     * @throws ConfigurationException with every fault of the list
     */
    public List<String> targets(String text, List<String> instead) {
        return fallbacks.targets(text, instead);
    }

    /** {@return the model that a text means} */
    ConfiguredModel model(String text) {
        return models.get(text);
    }

    /** {@return what models cost, as far as it is configured} */
    public Prices prices() {
        return prices;
    }

    /** {@return what each caller may use} */
    public CallerSettings callers() {
        return callers;
    }

    /** {@return the settings of the configured provider of this name} */
    ProviderSettings provider(String name) {
        ProviderSettings settings = providers.get(name);
        if (settings == null) {
            throw ConfigurationException.of(models.fault(name + ":<model>"));
        }
        return settings;
    }

    /** {@return every key that is set, masked where it is secret} */
    public List<ResolvedConfig.Entry> entries() {
        return values.entries();
    }

    /** {@return what is set for a server, secrets too, without the keys' beginning} */
    public Map<String, String> server() {
        return server;
    }

    /** {@return what is no fault but worth knowing} */
    public List<String> notices() {
        return notices.stream().map(values::withoutSecrets).toList();
    }

    /** {@return the named models} */
    public Map<String, ModelRef> models() {
        return models.references();
    }

    /** {@return who stands in for the named models, in order; none is left out} */
    public Map<String, List<String>> fallbacks() {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (String name : models().keySet()) {
            List<String> targets = targets(name, List.of());
            lists.put(name, targets.subList(1, targets.size()));
        }
        return lists;
    }

    /** {@return the providers' names with their drivers' ids} */
    public Map<String, String> driversOfProviders() {
        Map<String, String> ids = new TreeMap<>();
        providers.forEach((name, settings) -> ids.put(name, settings.driver().id()));
        return ids;
    }
}
