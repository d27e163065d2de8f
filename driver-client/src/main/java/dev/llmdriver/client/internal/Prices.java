package dev.llmdriver.client.internal;

import java.util.ArrayList;
import java.util.List;

/** Checks that a budget has a price to count by. */
final class Prices {
    private static final String PRICE = "price";

    private final Values values;
    private final List<String> notices;

    Prices(Values values, List<String> notices) {
        this.values = values;
        this.notices = notices;
    }

    /** Half a price is a fault; a budget without one may still learn it from the provider. */
    void check(ModelSettings common, NamedModels models) {
        checkWhole("llm.", common);
        List<String> without = new ArrayList<>();
        for (String name : models.references().keySet()) {
            ConfiguredModel model = models.get(name);
            if (model.own().sets(PRICE)) {
                checkWhole(NamedModels.key(name, ""), model.settings());
            }
            if (lacksPrice(model.settings())) {
                without.add("'" + name + "'");
            }
        }
        if (lacksPrice(common)) {
            without.add("models asked for as provider:model");
        }
        if (!without.isEmpty()) {
            notices.add("a budget needs a price: unless their provider says what tokens cost, calls to "
                    + String.join(", ", without) + " are refused; set price.input-per-million and"
                    + " price.output-per-million, or budget.allow-unbounded=true to let them pass uncounted");
        }
    }

    private void checkWhole(String prefix, ModelSettings settings) {
        boolean input = settings.get(ModelKeys.INPUT_PRICE).isPresent();
        boolean output = settings.get(ModelKeys.OUTPUT_PRICE).isPresent();
        if (input != output) {
            ModelKey<Long> missing = input ? ModelKeys.OUTPUT_PRICE : ModelKeys.INPUT_PRICE;
            values.fault("'" + prefix + missing.name()
                    + "' is missing; a price has two sides, so set it too, to 0 if it" + " costs nothing");
        }
    }

    private static boolean lacksPrice(ModelSettings settings) {
        boolean limited = settings.get(ModelKeys.USD_PER_DAY).isPresent()
                || settings.get(ModelKeys.USD_PER_MONTH).isPresent()
                || settings.get(ModelKeys.USD_TOTAL).isPresent();
        return limited
                && settings.get(ModelKeys.INPUT_PRICE).isEmpty()
                && !settings.get(ModelKeys.ALLOW_UNBOUNDED).orElse(false);
    }
}
