package dev.llmdriver.resilience.internal;

import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelOffer;
import dev.llmdriver.Price;
import dev.llmdriver.Usage;
import dev.llmdriver.resilience.internal.gate.Size;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * On what terms an attempt is made.
 *
 * @param price what tokens cost, if that is known
 * @param size how many there may be
 */
record Terms(Optional<Price> price, Size size) {
    /** {@return the most that it costs in nano-dollars; empty if there is no knowing} */
    OptionalLong bound() {
        return price.map(known -> Cost.bound(known, size)).orElse(OptionalLong.empty());
    }

    /** {@return the cost of what is known} */
    long known() {
        return price.map(known ->
                        Cost.of(known, size.input().orElse(0), size.output().orElse(0)))
                .orElse(0L);
    }

    /** {@return these terms, and what a provider says of the model where they say nothing} */
    Terms completedBy(@Nullable ModelInfo model) {
        if (model == null) {
            return this;
        }
        return new Terms(
                price.or(() -> Cost.price(model)),
                new Size(size.input(), size.output().isPresent() ? size.output() : longest(model)));
    }

    /** {@return the most tokens out; behind a router what the one of those whom it may choose allows that allows most} */
    private static OptionalLong longest(ModelInfo model) {
        List<ModelOffer> live =
                model.offers().stream().filter(ModelOffer::isLive).toList();
        if (model.outputLimit().isPresent() || live.isEmpty()) {
            return model.outputLimit().isPresent() ? model.outputLimit() : model.contextWindow();
        }
        boolean known = live.stream().allMatch(offer -> offer.contextWindow().isPresent());
        return known
                ? live.stream()
                        .mapToLong(offer -> offer.contextWindow().getAsLong())
                        .max()
                : OptionalLong.empty();
    }

    /** {@return what was counted, in nano-dollars; what nobody counted costs what was reserved} */
    long cost(Usage usage, long reserved) {
        boolean whole = usage.input().isPresent() && (usage.output().isPresent() || isWithoutOutput());
        return whole && price.isPresent()
                ? Cost.of(price.get(), usage.input().getAsLong(), usage.output().orElse(0))
                : reserved;
    }

    private boolean isWithoutOutput() {
        return size.output().isPresent() && size.output().getAsLong() == 0;
    }
}
