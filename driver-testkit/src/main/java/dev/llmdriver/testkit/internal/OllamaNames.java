package dev.llmdriver.testkit.internal;

import java.util.Locale;

/** How a model may be named: the tag may be left out, and case does not matter. */
final class OllamaNames {
    private OllamaNames() {}

    /** {@return the one name that all spellings of it share} */
    static String full(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        String local = lower.endsWith(":local") ? lower.substring(0, lower.length() - ":local".length()) : lower;
        return local.substring(local.lastIndexOf('/') + 1).contains(":") ? local : local + ":latest";
    }

    static boolean isLocalAndCloud(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains(":local") && (lower.contains(":cloud") || lower.contains("-cloud"));
    }
}
