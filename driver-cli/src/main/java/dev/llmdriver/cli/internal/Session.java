package dev.llmdriver.cli.internal;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.client.ResolvedConfig;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.Instrumentation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The configured library, with what the command line adds to the configuration: {@code -P} belongs to the provider of the chosen
 * model, so the configuration is read once to find that out, unless the model names a driver, and once more with the additions.
 */
final class Session implements AutoCloseable {
    private final LlmClient client;
    private final Choice choice;

    private Session(LlmClient client, Choice choice) {
        this.client = client;
        this.choice = choice;
    }

    /** Opens nothing but the configuration; providers open when they are asked for. */
    static Session open(Context context, Target target, Settings settings, Instrumentation... watching) {
        Map<String, List<String>> options = Pairs.read("-P", target.options);
        LlmDrivers drivers = context.drivers().get();
        LlmClientBuilder more = builder(context, drivers);
        List.of(watching).forEach(more::instrument);
        if (options.isEmpty() && settings.maxAttempts().isEmpty()) {
            LlmClient client = more.build();
            return new Session(client, Choice.of(client, target.model));
        }
        Choice choice = Choice.ofDriver(drivers, target.model)
                .orElseGet(() -> Choice.of(builder(context, drivers).build(), target.model));
        if (!options.isEmpty() && target.model == null && choice.isFallback()) {
            throw Failures.usage(
                    "-P sets an option of the model's provider, but no model is chosen; add -m provider:model");
        }
        options.forEach((key, values) -> more.property(choice.optionKey(drivers, key), values.get(values.size() - 1)));
        settings.maxAttempts()
                .ifPresent(attempts -> more.property(choice.settingKey("retry.max-attempts"), attempts.toString()));
        return new Session(more.build(), choice);
    }

    private static LlmClientBuilder builder(Context context, LlmDrivers drivers) {
        Io io = context.io();
        return LlmClient.builder()
                .drivers(drivers)
                .environment(io.environment())
                .systemProperties(io.properties())
                .workingFolder(io.folder());
    }

    /** {@return the chosen model with those that stand in for it, after what is worth knowing was said on standard error} */
    ChatModel chatModel(Io io, String... fallback) {
        explain(io);
        return client.model(model(), fallback);
    }

    /** {@return everybody who may be asked, in order and by the name each is asked for; said first what is worth knowing} */
    Map<String, ChatModel> targets(Io io, String... fallback) {
        explain(io);
        Map<String, ChatModel> targets = new LinkedHashMap<>();
        client.targets(model(), fallback).forEach(text -> targets.put(text, client.model(text)));
        return targets;
    }

    /** {@return another model than the chosen one} */
    ChatModel chatModel(String refOrName) {
        return client.model(refOrName);
    }

    /** {@return what a model's tokens cost, if it is configured} */
    Optional<Price> price(ModelRef ref) {
        return client.price(ref);
    }

    EmbeddingModel embeddingModel(Io io) {
        explain(io);
        return client.embeddingModel(model());
    }

    private void explain(Io io) {
        choice.explain(io);
        config().notices().forEach(notice -> io.say("note: " + notice));
    }

    /** {@return the chosen model by the name it was chosen by} */
    String model() {
        if (choice.isProviderAlone()) {
            throw Failures.usage("'" + choice.provider() + "' is a provider; add the model, as in " + choice.provider()
                    + ":model; llm models -m " + choice.provider() + " lists them");
        }
        return choice.model();
    }

    /** {@return the library as configured, for what is served to others, after what is worth knowing was said} */
    LlmClient client(Io io) {
        explain(io);
        return client;
    }

    /** {@return the chosen model as provider and model} */
    ModelRef ref() {
        return client.resolve(model());
    }

    /**
     * {@return whether a provider usually has a key, as its driver's variables tell, and none is configured; a server of one's own may need
     * none, so there the remedy must speak of it}
     */
    boolean lacksKey(String name, String remedy) {
        String driver = config().providers().getOrDefault(name, name);
        List<String> usual = client.drivers().get(driver).options().stream()
                .filter(known -> known.equals(CommonOptions.API_KEY))
                .flatMap(known -> known.environment().stream())
                .toList();
        return !usual.isEmpty()
                && !isSet(name, CommonOptions.API_KEY.name())
                && !isSet(name, CommonOptions.API_KEY.name() + "s.")
                && (!isSet(name, CommonOptions.BASE_URL.name())
                        || usual.stream().anyMatch(remedy::contains));
    }

    /** {@return whether a provider has an option, or one that begins so if it ends with a dot} */
    private boolean isSet(String name, String option) {
        return Stream.of("llm.", "llm.providers.")
                .map(prefix -> prefix + name + "." + option)
                .anyMatch(key -> config().entries().stream()
                        .map(ResolvedConfig.Entry::key)
                        .anyMatch(known -> known.equals(key) || (key.endsWith(".") && known.startsWith(key))));
    }

    /** {@return whether a configured model, or one that stands in for it, is this provider's, which may need no settings of its own} */
    boolean isNamed(String provider) {
        Stream<ModelRef> others =
                config().fallbacks().values().stream().flatMap(List::stream).map(client::resolve);
        return Stream.concat(config().models().values().stream(), others)
                .anyMatch(model -> model.provider().equals(provider));
    }

    /** {@return the provider of the chosen model} */
    LlmProvider provider() {
        return client.provider(choice.provider());
    }

    LlmProvider provider(String name) {
        return client.provider(name);
    }

    Choice choice() {
        return choice;
    }

    ResolvedConfig config() {
        return client.config();
    }

    @Override
    public void close() {
        client.close();
    }
}
