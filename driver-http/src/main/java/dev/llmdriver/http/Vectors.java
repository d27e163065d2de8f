package dev.llmdriver.http;

import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one answer about embeddings holds: what a driver's decoder gives to {@link EmbeddingBatches}.
 *
 * @param list one for each text asked about, in the order of the texts
 * @param usage the tokens used; null if the provider did not say
 * @param servedModel the provider's own name of the model; null if it did not say
 * @param warnings what the joined answer shall warn of; the same one of several parts is told once
 */
public record Vectors(
        List<float[]> list, @Nullable Usage usage, @Nullable String servedModel, List<Warning> warnings) {
    /** Keeps the lists as they are now. */
    public Vectors {
        list = List.copyOf(list);
        warnings = List.copyOf(warnings);
    }

    /** {@return vectors of which nothing else is known} */
    public static Vectors of(List<float[]> list) {
        return new Vectors(list, null, null, List.of());
    }

    /** {@return the same with more warnings, such as those of the request's fates} */
    public Vectors withWarnings(List<Warning> more) {
        List<Warning> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new Vectors(list, usage, servedModel, all);
    }
}
