package dev.llmdriver.client.internal;

import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What models cost, as far as it is configured. A price is a fact of the model, whatever name it was asked for by, so two names for one
 * model cannot have two.
 */
public final class Prices {
    private final ModelSettings common;
    private final Map<ModelRef, Price> prices = new HashMap<>();

    Prices(ModelSettings common) {
        this.common = common;
    }

    /** {@return what a model costs} */
    public Optional<Price> of(ModelRef ref) {
        return Optional.ofNullable(prices.get(ref)).or(common::price);
    }

    /** Gathers the prices. Half a one is a fault; a budget without one may still learn it from the provider. */
    void read(NamedModels models, CallerSettings callers, Values values, List<String> notices) {
        checkWhole("llm.", common, values);
        for (String name : models.references().keySet()) {
            ConfiguredModel model = models.get(name);
            if (model.own().setsAny(ModelKeys.PRICE)) {
                checkWhole(NamedModels.key(name, ""), model.settings(), values);
                model.settings().price().ifPresent(price -> add(name, model.ref(), price, values));
            }
        }
        notice(models, callers, notices);
    }

    private void add(String name, ModelRef ref, Price price, Values values) {
        Price other = prices.putIfAbsent(ref, price);
        if (other != null && !other.equals(price)) {
            values.fault("the model '" + name + "' has another price than a second name for " + ref
                    + "; set it once, or to the same");
        }
    }

    private static void checkWhole(String prefix, ModelSettings settings, Values values) {
        boolean input = settings.get(ModelKeys.INPUT_PRICE).isPresent();
        boolean output = settings.get(ModelKeys.OUTPUT_PRICE).isPresent();
        if (input != output) {
            ModelKey<Long> missing = input ? ModelKeys.OUTPUT_PRICE : ModelKeys.INPUT_PRICE;
            values.fault("'" + prefix + missing.name()
                    + "' is missing; a price has two sides, so set it too, to 0 if it" + " costs nothing");
        }
    }

    private void notice(NamedModels models, CallerSettings callers, List<String> notices) {
        List<String> without = new ArrayList<>();
        for (String name : models.references().keySet()) {
            ConfiguredModel model = models.get(name);
            boolean paid = model.shared(ModelKeys.AMOUNTS).isPresent() && !allowsUnbounded(model.settings());
            if (of(model.ref()).isEmpty() && (paid || callers.needPrices())) {
                without.add("'" + name + "'");
            }
        }
        boolean paid = common.setsAny(ModelKeys.AMOUNTS) && !allowsUnbounded(common);
        if (common.price().isEmpty() && (paid || callers.needPrices())) {
            without.add("models asked for as provider:model");
        }
        if (!without.isEmpty()) {
            notices.add("a budget needs a price: unless their provider says what tokens cost, calls to "
                    + String.join(", ", without) + " are refused; set price.input-per-million and"
                    + " price.output-per-million, or budget.allow-unbounded=true to let them pass uncounted");
        }
    }

    private static boolean allowsUnbounded(ModelSettings settings) {
        return settings.get(ModelKeys.ALLOW_UNBOUNDED).orElse(false);
    }
}
