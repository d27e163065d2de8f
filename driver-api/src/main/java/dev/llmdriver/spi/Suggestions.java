package dev.llmdriver.spi;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody who misspelt a name most likely meant. */
public final class Suggestions {
    private static final int SHORTEST_BEGINNING = 3;

    private Suggestions() {}

    /**
     * Finds the nearest name, or the only one that begins with what was written.
     *
     * @param wrong what was written
     * @param known the names there are
     * @return the nearest, if one is near enough to propose
     */
    public static Optional<String> nearest(String wrong, Collection<String> known) {
        String meant = folded(wrong);
        List<String> begun =
                known.stream().filter(name -> folded(name).startsWith(meant)).toList();
        if (begun.size() == 1 && meant.length() >= SHORTEST_BEGINNING) {
            return Optional.of(begun.get(0));
        }
        int bound = meant.length() < 4 ? 1 : Math.max(2, meant.length() / 3);
        return known.stream()
                .filter(name -> distance(meant, folded(name)) <= bound)
                .min(Comparator.comparingInt((String name) -> distance(meant, folded(name)))
                        .thenComparing(name -> name));
    }

    /** People mix up {@code baseUrl}, {@code base_url} and {@code base-url}. */
    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Levenshtein's distance, two rows at a time. */
    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int substitution = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
