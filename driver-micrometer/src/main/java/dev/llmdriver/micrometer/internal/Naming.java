package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import dev.llmdriver.Usage;
import dev.llmdriver.micrometer.GenAiSemconv;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * How targets are named, and what their tokens cost.
 *
 * @param text which conventions
 * @param drivers the drivers of providers that are not named after theirs
 * @param prices what tokens cost, where that is known
 */
public record Naming(GenAiSemconv text, Map<String, String> drivers, Function<ModelRef, Optional<Price>> prices) {
    private static final String GEMINI = "gemini";

    /** What is well-known has another name in the conventions; everybody else keeps theirs. */
    private static final Map<String, String> WELL_KNOWN = Map.of(GEMINI, "gcp.gemini");

    private static final double TOKENS_PER_PRICE = 1e6;
    private static final double NANO_PER_DOLLAR = 1e9;

    /** Copies the map. */
    public Naming {
        drivers = Map.copyOf(drivers);
    }

    Target chat(ModelRef ref, Server server) {
        String operation = driver(ref).equals(GEMINI) ? GenAi.GENERATE_CONTENT : GenAi.CHAT;
        return new Target(operation, provider(ref), ref.model(), server);
    }

    Target embeddings(ModelRef ref, Server server) {
        return new Target(GenAi.EMBEDDINGS, provider(ref), ref.model(), server);
    }

    String driver(ModelRef ref) {
        return drivers.getOrDefault(ref.provider(), ref.provider());
    }

    private String provider(ModelRef ref) {
        return WELL_KNOWN.getOrDefault(driver(ref), driver(ref));
    }

    /** {@return what these tokens cost in US dollars, if there is a price; a counter that is absent costs nothing} */
    OptionalDouble cost(ModelRef ref, Usage usage) {
        Optional<Price> price = prices.apply(ref);
        if (price.isEmpty()) {
            return OptionalDouble.empty();
        }
        double input = (double) usage.input().orElse(0) * price.get().inputPerMillion();
        double output = (double) usage.output().orElse(0) * price.get().outputPerMillion();
        return OptionalDouble.of((input + output) / TOKENS_PER_PRICE / NANO_PER_DOLLAR);
    }
}
