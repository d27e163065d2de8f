package dev.llmdriver.client;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.client.internal.Additions;
import dev.llmdriver.client.internal.Configuration;
import dev.llmdriver.client.internal.Environment;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.resilience.FallbackPolicy;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.Instrumentation;
import dev.llmdriver.spi.Option;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes what an {@link LlmClient} reads. What is set here beats every other source. Not thread-safe. */
public final class LlmClientBuilder {
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, Map<Option<?>, Object>> options = new LinkedHashMap<>();
    private final List<Instrumentation> instrumentations = new ArrayList<>();
    private final List<Additions.Decoration> decorations = new ArrayList<>();
    private FallbackPolicy fallback = FallbackPolicy.defaults();
    private @Nullable LimitStore store;
    private @Nullable LlmDrivers drivers;
    private @Nullable Map<String, String> systemProperties;
    private @Nullable Map<String, String> environment;
    private Path folder = Path.of("");
    private @Nullable ClassLoader loader;
    private @Nullable String profile;

    LlmClientBuilder() {}

    /** Sets a key, such as {@code llm.model}. */
    public LlmClientBuilder property(String key, String value) {
        properties.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Sets an option of a provider that cannot be written as text, such as an executor or a shared I/O library.
     *
     * @param provider the provider's name
     * @param option one that its driver understands
     * @param value its value
     * @param <T> type of the value
     * @return this builder
     */
    public <T> LlmClientBuilder option(String provider, Option<T> option, T value) {
        options.computeIfAbsent(provider, name -> new LinkedHashMap<>())
                .put(option, Objects.requireNonNull(value, "value"));
        return this;
    }

    /** Lets this watch all calls, and hear of all limits; may be called for several. */
    public LlmClientBuilder instrument(Instrumentation instrumentation) {
        instrumentations.add(Objects.requireNonNull(instrumentation, "instrumentation"));
        return this;
    }

    /**
     * Puts a decorator of one's own into every chat model, around what stands in its place already; of several in one place the
     * later is further out. In the places after {@link Resilience.Slot#FALLBACK} each target of a call gets it, otherwise the call.
     *
     * @param slot the place
     * @param decorator called once for each model; what it returns must keep the rules for decorators, and reach what is beneath by
     *     {@code unwrap}
     * @return this builder
     */
    public LlmClientBuilder decorate(Resilience.Slot slot, UnaryOperator<ChatEngine> decorator) {
        decorations.add(new Additions.Decoration(
                Objects.requireNonNull(slot, "slot"), Objects.requireNonNull(decorator, "decorator")));
        return this;
    }

    /** Decides by this policy after which errors a call goes on to the next of its targets. */
    public LlmClientBuilder fallback(FallbackPolicy policy) {
        this.fallback = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** Counts limits and budgets here, where other processes count too, instead of in memory or where {@code llm.limits.store} says. The client does not close it. */
    public LlmClientBuilder limitStore(LimitStore where) {
        this.store = Objects.requireNonNull(where, "where");
        return this;
    }

    /** Uses these drivers instead of those on the path. */
    public LlmClientBuilder drivers(LlmDrivers those) {
        this.drivers = Objects.requireNonNull(those, "those");
        return this;
    }

    /** Looks for files in this folder instead of the working folder. */
    public LlmClientBuilder workingFolder(Path there) {
        this.folder = Objects.requireNonNull(there, "there");
        return this;
    }

    /** Looks for files on the class path with this loader instead of the thread's. */
    public LlmClientBuilder classLoader(ClassLoader other) {
        this.loader = Objects.requireNonNull(other, "other");
        return this;
    }

    /** Reads these instead of the process's environment variables. */
    public LlmClientBuilder environment(Map<String, String> variables) {
        this.environment = Map.copyOf(variables);
        return this;
    }

    /** Reads these instead of the process's system properties. */
    public LlmClientBuilder systemProperties(Map<String, String> those) {
        this.systemProperties = Map.copyOf(those);
        return this;
    }

    /** Lets keys that begin with {@code %name.} count, instead of those of the profile in {@code llm.profile}. */
    public LlmClientBuilder profile(String name) {
        this.profile = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Reads everything.
     *
     * @return the client
     * @throws ConfigurationException with every fault
     */
    public LlmClient build() {
        LlmDrivers found = drivers == null ? LlmDrivers.load() : drivers;
        Configuration configuration = new Configuration(surroundings(), found, options);
        Optional<LimitStore> counts = Optional.ofNullable(store).or(configuration::limitStore);
        return new LlmClient(found, configuration, new Additions(instrumentations, decorations, fallback, counts));
    }

    /** {@return the names of the configured models in alphabetical order; nothing is checked, so that no driver is needed for it} */
    public Set<String> modelNames() {
        return Configuration.modelNames(surroundings());
    }

    private Environment surroundings() {
        return new Environment(
                properties,
                systemProperties == null ? systemProperties() : systemProperties,
                environment == null ? System.getenv() : environment,
                folder,
                loader == null ? contextLoader() : loader,
                profile);
    }

    private static Map<String, String> systemProperties() {
        Properties all = System.getProperties();
        Map<String, String> texts = new HashMap<>();
        all.stringPropertyNames().forEach(name -> texts.put(name, all.getProperty(name)));
        return texts;
    }

    private static ClassLoader contextLoader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? LlmClientBuilder.class.getClassLoader() : context;
    }
}
