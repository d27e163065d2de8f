package dev.llmdriver.client.internal;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds the program: everything the configuration is read from.
 *
 * @param properties set by code
 * @param systemProperties with all other system properties, which values may refer to
 * @param variables the environment, which values may refer to
 * @param folder where to look for files
 * @param loader where to look for files on the class path
 * @param profile which profile's keys count; null for none
 */
public record Environment(
        Map<String, String> properties,
        Map<String, String> systemProperties,
        Map<String, String> variables,
        Path folder,
        ClassLoader loader,
        @Nullable String profile) {

    static final String PROFILE_KEY = "llm.profile";
    static final String PROFILE_VARIABLE = "LLM_PROFILE";

    /** Copies everything; variables that are set to nothing are as good as not set. */
    public Environment {
        properties = new LinkedHashMap<>(properties);
        systemProperties = new LinkedHashMap<>(systemProperties);
        variables = new LinkedHashMap<>(variables);
        variables.values().removeIf(String::isBlank);
        if (profile == null) {
            profile = firstOf(
                    properties.get(PROFILE_KEY), systemProperties.get(PROFILE_KEY), variables.get(PROFILE_VARIABLE));
        }
        properties.remove(PROFILE_KEY);
        systemProperties.remove(PROFILE_KEY);
    }

    private static @Nullable String firstOf(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "Environment[" + folder + ", profile=" + profile + "]";
    }
}
