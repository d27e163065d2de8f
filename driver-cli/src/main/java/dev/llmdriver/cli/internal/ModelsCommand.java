package dev.llmdriver.cli.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelOffer;
import dev.llmdriver.Price;
import dev.llmdriver.Support;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what a provider offers. */
@Command(name = "models", description = "Lists the models that a provider offers; -m names it, such as huggingface.")
final class ModelsCommand implements Callable<Integer> {
    private static final double NANO = 1e9;

    private final Context context;

    @Mixin
    private CommonFlags flags = new CommonFlags();

    @Mixin
    private Target target = new Target();

    ModelsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Output out = context.io().out();
        try (Session session = Session.open(context, target, Settings.of(List.of()))) {
            LlmProvider provider = session.provider();
            List<ModelInfo> models = Waiting.on(provider.models());
            if (flags.json) {
                out.println(Json.object(json -> Json.objects(json, "models", models, ModelsCommand::write)));
            } else {
                table(models).lines().forEach(out::println);
            }
        }
        return ExitCodes.FINE;
    }

    private static Table table(List<ModelInfo> models) {
        Table table = new Table();
        table.row("MODEL", "CONTEXT", "$/M IN", "$/M OUT", "CAN");
        for (ModelInfo model : models) {
            table.row(
                    model.id(),
                    tokens(model.contextWindow()),
                    price(model, true),
                    price(model, false),
                    capabilities(model));
        }
        return table;
    }

    private static String tokens(OptionalLong tokens) {
        return tokens.isPresent() ? Long.toString(tokens.getAsLong()) : "?";
    }

    /** The price, or the span of prices where offers differ. */
    private static String price(ModelInfo model, boolean input) {
        List<Double> prices = model.price().map(List::of).orElseGet(() -> offered(model)).stream()
                .map(price -> (input ? price.inputPerMillion() : price.outputPerMillion()) / NANO)
                .sorted()
                .toList();
        if (prices.isEmpty()) {
            return "?";
        }
        String least = dollars(prices.get(0));
        String most = dollars(prices.get(prices.size() - 1));
        return least.equals(most) ? least : least + "-" + most;
    }

    private static List<Price> offered(ModelInfo model) {
        return model.offers().stream()
                .map(ModelOffer::price)
                .flatMap(Optional::stream)
                .toList();
    }

    private static String dollars(double amount) {
        return String.format(Locale.ROOT, "%.2f", amount);
    }

    private static List<String> able(ModelInfo model) {
        return model.capabilities().known().entrySet().stream()
                .filter(entry -> entry.getValue() == Support.YES)
                .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String capabilities(ModelInfo model) {
        return able(model).stream().collect(Collectors.joining(" "));
    }

    private static void write(JsonGenerator json, ModelInfo model) throws IOException {
        json.writeStringField("id", model.id());
        Json.number(json, "contextWindow", model.contextWindow());
        Json.number(json, "outputLimit", model.outputLimit());
        price(json, model.price());
        Json.texts(json, "capabilities", able(model));
        Json.objects(json, "offers", model.offers(), ModelsCommand::offer);
    }

    private static void offer(JsonGenerator json, ModelOffer offer) throws IOException {
        json.writeStringField("provider", offer.provider());
        json.writeBooleanField("live", offer.isLive());
        Json.number(json, "contextWindow", offer.contextWindow());
        price(json, offer.price());
    }

    private static void price(JsonGenerator json, Optional<Price> known) throws IOException {
        if (known.isPresent()) {
            json.writeNumberField("inputDollarsPerMillion", known.get().inputPerMillion() / NANO);
            json.writeNumberField("outputDollarsPerMillion", known.get().outputPerMillion() / NANO);
        }
    }
}
