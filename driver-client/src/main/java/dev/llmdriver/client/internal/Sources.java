package dev.llmdriver.client.internal;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** Where values come from: SmallRye Config looks them up, expands them and knows their lines. Faults are gathered, not thrown. */
final class Sources {
    private static final List<String> FILES = List.of("llm.properties", "application.properties");
    private static final String SYSTEM_PROPERTY = "system property";
    private static final Pattern PROFILE = Pattern.compile("^%([^.]+)\\.");
    /** One without a default. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]+)}");

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final SmallRyeConfig config;
    private final List<ConfigSource> listed = new ArrayList<>();
    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, String> variables;
    private final List<String> faults;

    Sources(Environment environment, List<String> faults) {
        this.faults = faults;
        this.variables = environment.variables();
        add(new PropertiesConfigSource(environment.properties(), "code", Found.CODE), "code");
        add(
                new PropertiesConfigSource(environment.systemProperties(), SYSTEM_PROPERTY, Found.SYSTEM_PROPERTY),
                SYSTEM_PROPERTY);
        addFiles(environment.folder());
        addResources(environment.loader());
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withInterceptorFactories(new PlainDollars())
                .withSources(listed)
                .withSources(new EnvConfigSource(variables, Found.ENVIRONMENT));
        if (environment.profile() != null) {
            builder.withProfile(environment.profile());
        }
        this.config = builder.build();
    }

    private void addFiles(Path folder) {
        for (int i = 0; i < FILES.size(); i++) {
            Path file = folder.resolve(FILES.get(i));
            if (Files.isRegularFile(file)) {
                try {
                    add(new PropertiesConfigSource(file.toUri().toURL(), Found.FILE - i), FILES.get(i));
                } catch (IOException | IllegalArgumentException unreadable) {
                    faults.add("cannot read " + file + ": " + unreadable.getMessage());
                }
            }
        }
    }

    private void addResources(ClassLoader loader) {
        for (int i = 0; i < FILES.size(); i++) {
            try {
                for (URL resource : Collections.list(loader.getResources(FILES.get(i)))) {
                    add(
                            new PropertiesConfigSource(resource, Found.CLASS_PATH - i),
                            FILES.get(i) + " on the class path");
                }
            } catch (IOException | IllegalArgumentException unreadable) {
                faults.add("cannot read " + FILES.get(i) + " on the class path: " + unreadable.getMessage());
            }
        }
    }

    private void add(ConfigSource source, String label) {
        listed.add(source);
        labels.put(source.getName(), label);
        source.getPropertyNames().stream()
                .filter(name -> name.startsWith("%{") && isOurs(name))
                .forEach(name -> faults.add("'" + name + "' (" + label
                        + ") counts in no profile; name several without braces, as in %dev,test.llm.model"));
        source.getPropertyNames().stream()
                .filter(name -> name.startsWith(BYTE_ORDER_MARK) && isOurs(name.substring(1)))
                .forEach(name -> faults.add(label + " begins with a byte-order mark, which hides its first key '"
                        + name.substring(1) + "'; save it as UTF-8 without one"));
    }

    private static boolean isOurs(String name) {
        return PROFILE.matcher(name).replaceFirst("").startsWith("llm.");
    }

    /** {@return all keys that stand somewhere but in the environment, whatever their profile; the class path's foreign ones too} */
    Set<String> names() {
        return names(name -> true);
    }

    /** {@return those of them that count in the profile in force} */
    Set<String> namesInForce() {
        return names(this::isInForce);
    }

    private Set<String> names(Predicate<String> which) {
        Set<String> names = new TreeSet<>();
        for (ConfigSource source : listed) {
            source.getPropertyNames().stream()
                    .filter(Sources::isOurs)
                    .filter(which)
                    .forEach(name -> names.add(PROFILE.matcher(name).replaceFirst("")));
        }
        return names;
    }

    private boolean isInForce(String name) {
        Matcher profiles = PROFILE.matcher(name);
        return !profiles.find()
                || Stream.of(profiles.group(1).split(",")).map(String::strip).anyMatch(config.getProfiles()::contains);
    }

    /** {@return the value in force, if there is one} */
    Optional<Found> find(String key) {
        ConfigValue value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value.hasProblems()) {
            faults.add("'" + key + "' (" + origin(key, value) + ") refers to " + missing(value.getRawValue())
                    + ", which is not set; set it, or give a default as in ${NAME:default}");
            return Optional.empty();
        }
        String text = value.getValue();
        return text == null || text.isBlank()
                ? Optional.empty()
                : Optional.of(new Found(text.strip(), origin(key, value), value.getSourceOrdinal()));
    }

    /** What cannot be expanded is a fault; SmallRye's own words would quote the value. */
    private @Nullable ConfigValue value(String key) {
        try {
            return config.getConfigValue(key);
        } catch (NoSuchElementException | IllegalArgumentException | IllegalStateException malformed) {
            faults.add("'" + key + "' (" + origin(key)
                    + ") holds a reference that cannot be read; write ${NAME} or ${NAME:default}");
            return null;
        }
    }

    /** {@return an environment variable under its own name} */
    Optional<Found> variable(String name) {
        return Optional.ofNullable(variables.get(name))
                .map(value -> new Found(value.strip(), "environment variable " + name, Found.ENVIRONMENT));
    }

    /** {@return where a key stands, for messages, even if it has no value in force} */
    String origin(String key) {
        for (ConfigSource source : listed) {
            for (String name : source.getPropertyNames()) {
                if (PROFILE.matcher(name).replaceFirst("").equals(key)) {
                    return label(source.getName(), key);
                }
            }
        }
        return "nowhere";
    }

    private String origin(String key, ConfigValue value) {
        String source = value.getSourceName();
        int line = value.getLineNumber();
        return label(source == null ? "" : source, key) + (line > 0 ? ", line " + line : "");
    }

    private String label(String source, String key) {
        String label = labels.getOrDefault(source, "environment variable " + variableOf(key));
        return label.equals(SYSTEM_PROPERTY) ? label + " " + key : label;
    }

    private static String variableOf(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** Names the reference alone: the rest of the text may hold a key. */
    private String missing(String raw) {
        Matcher matcher = REFERENCE.matcher(raw == null ? "" : raw);
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!isSet(name)) {
                return "${" + name + "}";
            }
        }
        return "something";
    }

    private boolean isSet(String name) {
        try {
            return config.getConfigValue(name).getValue() != null;
        } catch (NoSuchElementException | IllegalArgumentException | IllegalStateException malformed) {
            return true; // and said where it is read
        }
    }
}
