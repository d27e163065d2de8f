package dev.llmdriver;

import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.SharedResources;
import dev.llmdriver.spi.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds drivers and opens providers, as {@code java.sql.DriverManager} does for databases. All providers opened through one instance
 * share their event loops, which end with the last of them. Thread-safe.
 *
 * <pre>{@code
 * try (LlmProvider ollama = LlmDrivers.load().open(DriverOptions.builder("ollama").build())) {
 *     System.out.println(ollama.chatModel("llama3.2").generate("Hello").text());
 * }
 * }</pre>
 */
public final class LlmDrivers {
    /** Drivers of this project, so that a missing one can be named. */
    private static final Map<String, String> KNOWN = Map.of(
            "huggingface", "dev.llmdriver:driver-huggingface",
            "gemini", "dev.llmdriver:driver-gemini",
            "ollama", "dev.llmdriver:driver-ollama",
            "demo", "dev.llmdriver:driver-demo");

    private final Map<String, LlmDriver> drivers;
    private final SharedResources shared = new SharedResources();

    private LlmDrivers(Collection<LlmDriver> found) {
        Map<String, LlmDriver> byId = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        for (LlmDriver driver : found) {
            check(driver, byId.put(driver.id(), driver), faults);
        }
        if (!faults.isEmpty()) {
            throw ConfigurationException.of(faults);
        }
        this.drivers = Collections.unmodifiableMap(byId);
    }

    /**
     * Finds the drivers on the class path and the module path.
     *
     * @return the drivers
     * @throws ConfigurationException if two have the same id, or one was written for another version of the contract
     */
    public static LlmDrivers load() {
        return load(LlmDrivers.class.getClassLoader());
    }

    /**
     * Finds the drivers that a class loader sees.
     *
     * @param loader where to look
     * @return the drivers
     * @throws ConfigurationException as {@link #load()}
     */
    public static LlmDrivers load(ClassLoader loader) {
        try {
            return new LlmDrivers(ServiceLoader.load(LlmDriver.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList());
        } catch (ServiceConfigurationError | LinkageError broken) {
            throw ConfigurationException.of("a driver on the path cannot be loaded: " + broken.getMessage()
                    + "; check that its version fits this library");
        }
    }

    /**
     * Takes these drivers, without looking anywhere.
     *
     * @param drivers the drivers
     * @return them
     * @throws ConfigurationException as {@link #load()}
     */
    public static LlmDrivers of(LlmDriver... drivers) {
        return new LlmDrivers(Arrays.asList(drivers));
    }

    private static void check(LlmDriver driver, @Nullable LlmDriver twin, List<String> faults) {
        if (!driver.id().matches("[a-z][a-z0-9-]*")) {
            faults.add("the id '" + driver.id() + "' of " + driver.getClass().getName()
                    + " must be lower-case letters, digits and dashes; ask its author");
        }
        if (twin != null) {
            faults.add("two drivers call themselves '" + driver.id() + "': "
                    + twin.getClass().getName() + " and " + driver.getClass().getName() + "; remove one from the path");
        }
        if (driver.specVersion() != LlmDriver.SPEC_VERSION) {
            faults.add("the driver '" + driver.id() + "' was written for version " + driver.specVersion()
                    + " of the contract, this library has version " + LlmDriver.SPEC_VERSION
                    + "; use matching versions");
        }
    }

    /** {@return the ids of the drivers there are, in order} */
    public List<String> ids() {
        return List.copyOf(drivers.keySet());
    }

    /** {@return the driver of this id, if there is one} */
    public Optional<LlmDriver> find(String id) {
        return Optional.ofNullable(drivers.get(id));
    }

    /**
     * Returns a driver that must be there.
     *
     * @param id its id
     * @return the driver
     * @throws ConfigurationException saying what there is, and which dependency would help
     */
    public LlmDriver get(String id) {
        return find(id).orElseThrow(() -> ConfigurationException.of(missing(id)));
    }

    private String missing(String id) {
        String there =
                drivers.isEmpty() ? "there is no driver on the path" : "on the path are " + String.join(", ", ids());
        return "no driver '" + id + "': " + there + "; " + remedy(id);
    }

    private String remedy(String id) {
        if (KNOWN.containsKey(id)) {
            return "add the dependency " + KNOWN.get(id);
        }
        Set<String> names = new TreeSet<>(KNOWN.keySet());
        names.addAll(drivers.keySet());
        return Suggestions.nearest(id, names)
                .map(near -> "did you mean '" + near + "'?"
                        + (drivers.containsKey(near) ? "" : " It needs the dependency " + KNOWN.get(near)))
                .orElse("add the module of that driver as a dependency");
    }

    /**
     * Opens a provider with the driver that has the provider's name.
     *
     * @param options the provider's options
     * @return the provider
     * @throws ConfigurationException if there is no such driver, or with every fault of the options
     */
    public LlmProvider open(DriverOptions options) {
        return open(options.providerName(), options);
    }

    /**
     * Opens a provider whose name differs from its driver's id: a second instance.
     *
     * @param driver the driver's id
     * @param options the provider's options
     * @return the provider
     * @throws ConfigurationException if there is no such driver, or with every fault of the options
     */
    public LlmProvider open(String driver, DriverOptions options) {
        return get(driver).connect(options.toBuilder().shared(shared).build());
    }
}
