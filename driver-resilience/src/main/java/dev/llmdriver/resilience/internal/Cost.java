package dev.llmdriver.resilience.internal;

import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelOffer;
import dev.llmdriver.Price;
import dev.llmdriver.resilience.internal.gate.Size;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Works out what tokens cost, in nano-dollars, rounded up. */
final class Cost {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private Cost() {}

    /** {@return what so many tokens cost; {@link Long#MAX_VALUE} if it is more than that} */
    static long of(Price price, long input, long output) {
        BigInteger parts = product(price.inputPerMillion(), input).add(product(price.outputPerMillion(), output));
        BigInteger nanos = parts.add(MILLION).subtract(BigInteger.ONE).divide(MILLION);
        return nanos.min(MOST).longValue();
    }

    private static BigInteger product(long rate, long tokens) {
        return BigInteger.valueOf(rate).multiply(BigInteger.valueOf(tokens));
    }

    /** {@return the most that a request of this size costs; empty if something that is not free has no bound} */
    static OptionalLong bound(Price price, Size size) {
        boolean bounded = (price.inputPerMillion() == 0 || size.input().isPresent())
                && (price.outputPerMillion() == 0 || size.output().isPresent());
        return bounded
                ? OptionalLong.of(
                        of(price, size.input().orElse(0), size.output().orElse(0)))
                : OptionalLong.empty();
    }

    /** {@return the price of a model; behind a router the highest of those whom it may choose} */
    static Optional<Price> price(ModelInfo model) {
        Optional<Price> price = model.price().isPresent() ? model.price() : highest(model.offers());
        return price.filter(Cost::isPrice);
    }

    /** {@return whether it is one: routers mark what they cannot say with numbers below zero} */
    static boolean isPrice(Price price) {
        return price.inputPerMillion() >= 0 && price.outputPerMillion() >= 0;
    }

    private static Optional<Price> highest(List<ModelOffer> offers) {
        List<ModelOffer> live = offers.stream().filter(ModelOffer::isLive).toList();
        List<Price> known =
                live.stream().flatMap(offer -> offer.price().stream()).toList();
        if (known.size() < live.size() || !known.stream().allMatch(Cost::isPrice)) {
            return Optional.empty();
        }
        return known.stream()
                .reduce((one, other) -> new Price(
                        Math.max(one.inputPerMillion(), other.inputPerMillion()),
                        Math.max(one.outputPerMillion(), other.outputPerMillion())));
    }
}
