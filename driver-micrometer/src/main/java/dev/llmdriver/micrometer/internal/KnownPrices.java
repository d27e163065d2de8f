package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import java.util.Optional;
import java.util.function.Function;

/** What tokens cost: as it was said, else as the client has it that is watched; of several the one that came last. Thread-safe. */
public final class KnownPrices implements Function<ModelRef, Optional<Price>> {
    private final Function<ModelRef, Optional<Price>> said;
    private volatile Function<ModelRef, Optional<Price>> configured = ref -> Optional.empty();

    /** Knows what is said, and of no client yet. */
    public KnownPrices(Function<ModelRef, Optional<Price>> said) {
        this.said = said;
    }

    /** Takes what is configured for a client instead of another one's. */
    public void learn(Function<ModelRef, Optional<Price>> client) {
        configured = client;
    }

    @Override
    public Optional<Price> apply(ModelRef ref) {
        return said.apply(ref).or(() -> configured.apply(ref));
    }
}
