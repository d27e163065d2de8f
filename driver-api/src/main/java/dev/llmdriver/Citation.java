package dev.llmdriver;

import java.util.Objects;

/**
 * A source that the model names for its answer.
 *
 * @param uri where the source is; empty if the provider gives none
 * @param title the source's title; empty if the provider gives none
 * @param excerpt the cited words; empty if the provider gives none
 */
public record Citation(String uri, String title, String excerpt) {
    /** Checks that nothing is missing. */
    public Citation {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(excerpt, "excerpt");
    }

    @Override
    public String toString() {
        return "Citation[" + title.length() + " characters of title, " + excerpt.length() + " of excerpt]";
    }
}
