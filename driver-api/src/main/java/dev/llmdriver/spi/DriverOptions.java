package dev.llmdriver.spi;

import dev.llmdriver.error.ConfigurationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The options of one provider: texts from a configuration, values from code. Unread until a driver {@linkplain #checked checks} them
 * against what it understands. Printing shows names only. Immutable.
 */
public final class DriverOptions {
    private final String providerName;
    private final Map<String, Text> texts;
    private final Map<String, Object> values;
    private final SharedResources shared;

    private record Text(String value, String origin) {}

    private DriverOptions(Builder builder) {
        this.providerName = builder.providerName;
        this.texts = new LinkedHashMap<>(builder.texts);
        this.values = new LinkedHashMap<>(builder.values);
        this.shared = builder.shared;
    }

    /** {@return a builder of options for a provider of this name, the driver's id unless it is a second instance} */
    public static Builder builder(String providerName) {
        return new Builder(providerName);
    }

    /** {@return a builder that starts with all of these} */
    public Builder toBuilder() {
        Builder copy = new Builder(providerName);
        copy.texts.putAll(texts);
        copy.values.putAll(values);
        copy.shared = shared;
        return copy;
    }

    /** {@return the provider's name} */
    public String providerName() {
        return providerName;
    }

    /** {@return what the providers opened together share} */
    public SharedResources shared() {
        return shared;
    }

    /**
     * Looks a value up.
     *
     * @param option which
     * @param <T> its type
     * @return the value set by code or as text, else the option's default
     * @throws ConfigurationException if the text cannot be read
     */
    public <T> Optional<T> get(Option<T> option) {
        Object value = values.get(option.name());
        if (value != null) {
            return Optional.of(option.type().cast(value));
        }
        Text text = texts.get(option.name());
        if (text == null) {
            return option.defaultValue();
        }
        try {
            return Optional.of(option.parse(text.value()));
        } catch (IllegalArgumentException unreadable) {
            throw ConfigurationException.of(fault(option, option.name(), text, unreadable));
        }
    }

    /** {@return whether the option was set by code or as text} */
    public boolean isSet(Option<?> option) {
        return values.containsKey(option.name()) || texts.containsKey(option.name());
    }

    /**
     * Looks the names under a prefix up.
     *
     * @param option a {@linkplain Option#isPrefix prefix}
     * @return what stands after the prefix and its dot, with the values
     */
    public Map<String, String> getAll(Option<String> option) {
        String start = option.name() + ".";
        Map<String, String> found = new LinkedHashMap<>();
        texts.forEach((name, text) -> {
            if (name.startsWith(start)) {
                found.put(name.substring(start.length()), text.value());
            }
        });
        return Collections.unmodifiableMap(found);
    }

    /**
     * Finds unknown names and unreadable texts, so that a driver can report them together with faults of its own.
     *
     * @param known what the driver understands
     * @return one sentence for each fault; none holds the text of a secret
     */
    public List<String> faults(Collection<Option<?>> known) {
        List<String> faults = new ArrayList<>();
        texts.forEach((name, text) -> find(name, known)
                .ifPresentOrElse(
                        option -> read(option, name, text, faults),
                        () -> faults.add(unknown(name, text.origin(), known))));
        values.keySet().stream()
                .filter(name -> find(name, known).isEmpty())
                .forEach(name -> faults.add(unknown(name, "code", known)));
        return faults;
    }

    private static Optional<Option<?>> find(String name, Collection<Option<?>> known) {
        return known.stream()
                .<Option<?>>map(option -> option)
                .filter(option -> matches(option, name))
                .findFirst();
    }

    /**
     * Checks all names and texts.
     *
     * @param known what the driver understands
     * @return these options
     * @throws ConfigurationException with every fault
     */
    public DriverOptions checked(Collection<Option<?>> known) {
        List<String> faults = faults(known);
        if (!faults.isEmpty()) {
            throw ConfigurationException.of(faults);
        }
        return this;
    }

    private static boolean matches(Option<?> option, String name) {
        return option.isPrefix()
                ? name.startsWith(option.name() + ".")
                : option.name().equals(name);
    }

    private void read(Option<?> option, String name, Text text, List<String> faults) {
        try {
            option.parse(text.value());
        } catch (IllegalArgumentException unreadable) {
            faults.add(fault(option, name, text, unreadable));
        }
    }

    private String fault(Option<?> option, String name, Text text, IllegalArgumentException unreadable) {
        // What a parser says may quote what it read.
        String why = option.isSecret() ? "its value cannot be read; it is not shown here" : unreadable.getMessage();
        return "option '" + name + "' of provider '" + providerName + "' (from " + text.origin() + "): " + why;
    }

    private String unknown(String name, String origin, Collection<Option<?>> known) {
        List<String> names = known.stream()
                .filter(option -> !option.isCodeOnly())
                .map(option -> option.isPrefix() ? option.name() + ".…" : option.name())
                .sorted()
                .toList();
        String near = Suggestions.nearest(name, names)
                .map(guess -> "did you mean '" + guess + "'?")
                .orElse(names.isEmpty() ? "it has none" : "known are " + String.join(", ", names));
        return "unknown option '" + name + "' of provider '" + providerName + "' (from " + origin + "); " + near;
    }

    @Override
    public String toString() {
        return "DriverOptions[" + providerName + ", " + texts.keySet() + ", " + values.keySet() + "]";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final String providerName;
        private final Map<String, Text> texts = new LinkedHashMap<>();
        private final Map<String, Object> values = new LinkedHashMap<>();
        private SharedResources shared = new SharedResources();

        private Builder(String providerName) {
            this.providerName = Objects.requireNonNull(providerName, "providerName");
        }

        /** Sets an option by code. */
        public <T> Builder set(Option<T> option, T value) {
            values.put(option.name(), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Sets an option by its name and text, as if it came from a configuration. */
        public Builder set(String name, String text) {
            return set(name, text, "code");
        }

        /**
         * Sets an option from a configuration.
         *
         * @param name the option's name
         * @param text its value, unread
         * @param origin where it was found, for error messages
         * @return this builder
         */
        public Builder set(String name, String text, String origin) {
            texts.put(name, new Text(Objects.requireNonNull(text, "text"), Objects.requireNonNull(origin, "origin")));
            return this;
        }

        /** Sets what the providers opened together share; by default each shares with nobody. */
        public Builder shared(SharedResources shared) {
            this.shared = Objects.requireNonNull(shared, "shared");
            return this;
        }

        /** {@return the options} */
        public DriverOptions build() {
            return new DriverOptions(this);
        }
    }
}
