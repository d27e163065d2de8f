package dev.llmdriver.huggingface.internal.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelOffer;
import dev.llmdriver.Price;
import dev.llmdriver.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * Reads one entry of {@code /v1/models} (wire page 5), the router's with its offers or an engine's with next to nothing. What an entry
 * does not say stays unknown; where the router chooses, the least of all live offers is what can be relied on.
 */
final class ModelEntry {
    /** Dollars for a million tokens; more would not fit into nano-dollars. */
    private static final double HIGHEST_PRICE = 1e9;

    private ModelEntry() {}

    /** {@return the model, with those offers alone that are wanted} */
    static ModelInfo read(JsonNode entry, Predicate<String> wantedProvider) {
        List<ModelOffer> offers = elements(entry.path("providers")).stream()
                .filter(offer -> wantedProvider.test(offer.path("provider").asText("")))
                .map(ModelEntry::offer)
                .toList();
        List<ModelOffer> live = offers.stream().filter(ModelOffer::isLive).toList();
        ModelInfo.Builder info = ModelInfo.builder(entry.path("id").asText())
                .offers(offers)
                .capabilities(capabilities(entry.path("architecture").path("input_modalities"), live));
        // vLLM's and SGLang's name, and llama.cpp's, seen in 0.7.0; its n_ctx_train says nothing of what the server was
        // given
        for (JsonNode window :
                List.of(entry.path("max_model_len"), entry.path("meta").path("n_ctx"))) {
            if (window.canConvertToLong()) {
                info.contextWindow(window.asLong());
            }
        }
        leastContext(live).ifPresent(info::contextWindow);
        List<Price> prices = live.stream()
                .flatMap(offer -> offer.price().stream())
                .distinct()
                .toList();
        if (prices.size() == 1 && live.stream().allMatch(offer -> offer.price().isPresent())) {
            info.price(prices.get(0));
        }
        return info.build();
    }

    private static ModelOffer offer(JsonNode offer) {
        ModelOffer.Builder built = ModelOffer.builder(offer.path("provider").asText(""))
                .live(offer.path("status").asText("live").equals("live"))
                .capabilities(Capabilities.unknown()
                        .with(support(offer.path("supports_tools")), Capability.TOOLS)
                        .with(support(offer.path("supports_structured_output")), Capability.JSON_SCHEMA));
        if (offer.path("context_length").canConvertToLong()) {
            built.contextWindow(offer.path("context_length").asLong());
        }
        JsonNode pricing = offer.path("pricing");
        if (isPrice(pricing.path("input")) && isPrice(pricing.path("output"))) {
            built.price(Price.ofDollarsPerMillion(
                    pricing.path("input").asDouble(), pricing.path("output").asDouble()));
        }
        return built.build();
    }

    /** A price below nothing would make a budget grow. */
    private static boolean isPrice(JsonNode dollars) {
        return dollars.asDouble(-1) >= 0 && dollars.asDouble() < HIGHEST_PRICE;
    }

    /** An absent flag is unknown, not false. */
    private static Support support(JsonNode flag) {
        if (!flag.isBoolean()) {
            return Support.UNKNOWN;
        }
        return flag.asBoolean() ? Support.YES : Support.NO;
    }

    private static Capabilities capabilities(JsonNode inputs, List<ModelOffer> live) {
        Capabilities capabilities = Capabilities.unknown();
        for (Capability capability : List.of(Capability.TOOLS, Capability.JSON_SCHEMA)) {
            capabilities = capabilities.with(common(capability, live), capability);
        }
        if (inputs.isArray()) {
            boolean sees = elements(inputs).stream()
                    .anyMatch(modality -> modality.asText().equals("image"));
            capabilities = capabilities.with(sees ? Support.YES : Support.NO, Capability.IMAGE_INPUT);
        }
        return capabilities;
    }

    private static Support common(Capability capability, List<ModelOffer> live) {
        List<Support> said = live.stream()
                .map(offer -> offer.capabilities().of(capability))
                .distinct()
                .toList();
        return said.size() == 1 ? said.get(0) : Support.UNKNOWN;
    }

    private static OptionalLong leastContext(List<ModelOffer> live) {
        return live.stream()
                .flatMapToLong(offer -> offer.contextWindow().stream())
                .min();
    }

    static List<JsonNode> elements(JsonNode list) {
        List<JsonNode> all = new ArrayList<>();
        if (list.isArray()) {
            StreamSupport.stream(list.spliterator(), false).forEach(all::add);
        }
        return all;
    }
}
