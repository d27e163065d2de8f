package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** What tokens cost: as it was said, else as the clients have it that are watched, in their order. Thread-safe. */
public final class KnownPrices implements Function<ModelRef, Optional<Price>> {
    private final List<Function<ModelRef, Optional<Price>>> sources = new CopyOnWriteArrayList<>();

    /** Knows what is said, and of no client yet. */
    public KnownPrices(Function<ModelRef, Optional<Price>> said) {
        sources.add(said);
    }

    /** Adds what is configured for a client. */
    public void add(Function<ModelRef, Optional<Price>> configured) {
        sources.add(configured);
    }

    @Override
    public Optional<Price> apply(ModelRef ref) {
        return sources.stream().flatMap(known -> known.apply(ref).stream()).findFirst();
    }
}
