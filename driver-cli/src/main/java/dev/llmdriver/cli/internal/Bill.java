package dev.llmdriver.cli.internal;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What answers cost, as far as it is configured or their providers say what tokens cost. They are asked once, and nobody waits for what
 * they say. Not thread-safe.
 */
final class Bill {
    private final Function<ModelRef, Optional<Price>> configured;
    private final Function<String, ChatModel> models;
    private final Map<ModelRef, Item> items = new HashMap<>();

    Bill(Function<ModelRef, Optional<Price>> configured, Function<String, ChatModel> models) {
        this.configured = configured;
        this.models = models;
    }

    /** What one model answered. */
    private static final class Item {
        private final CompletableFuture<Optional<Price>> price;
        private long input;
        private long output;

        Item(CompletableFuture<Optional<Price>> price) {
            this.price = price;
        }

        Optional<Price> price() {
            return price.isDone() && !price.isCompletedExceptionally() ? price.join() : Optional.empty();
        }
    }

    void add(ChatResponse answer) {
        answer.usage().ifPresent(usage -> add(servedBy(answer), usage));
    }

    private void add(ModelRef ref, Usage usage) {
        Item item = items.computeIfAbsent(ref, who -> new Item(price(who)));
        item.input += usage.input().orElse(0);
        item.output += usage.output().orElse(0);
    }

    private static ModelRef servedBy(ChatResponse answer) {
        List<Attempt> attempts = answer.attempts();
        return attempts.isEmpty()
                ? answer.ref()
                : attempts.get(attempts.size() - 1).ref();
    }

    private CompletableFuture<Optional<Price>> price(ModelRef ref) {
        Optional<Price> known = configured.apply(ref);
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(known);
        }
        try {
            return models.apply(ref.toString()).describe().thenApply(ModelInfo::price);
        } catch (LlmException unknown) {
            return CompletableFuture.failedFuture(unknown);
        }
    }

    long input() {
        return items.values().stream().mapToLong(item -> item.input).sum();
    }

    long output() {
        return items.values().stream().mapToLong(item -> item.output).sum();
    }

    /** {@return the dollars; empty if nothing was counted, or a price is not known} */
    Optional<Double> dollars() {
        if (items.isEmpty()
                || items.values().stream().anyMatch(item -> item.price().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(items.values().stream().mapToDouble(Bill::dollars).sum());
    }

    private static double dollars(Item item) {
        Price price = item.price().orElseThrow();
        double nano = item.input / 1e6 * price.inputPerMillion() + item.output / 1e6 * price.outputPerMillion();
        return nano / 1e9;
    }
}
