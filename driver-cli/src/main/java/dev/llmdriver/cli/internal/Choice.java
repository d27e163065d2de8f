package dev.llmdriver.cli.internal;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.ResolvedConfig;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which model was chosen, and by whom: by {@code -m}; by {@code llm.model}; by a key of Hugging Face or Gemini that is there; by
 * nobody, and then the demo answers.
 *
 * @param model the reference or the configured name; a mere provider where {@code -m} names one
 * @param provider the provider's name
 * @param origin who chose
 */
record Choice(String model, String provider, Origin origin) {
    private static final String DEMO = "demo:assistant";

    /** Who answers if only a key is there, the first that has one; Ollama is not here, for nobody knows what it has installed. */
    private static final List<String> WITH_A_KEY =
            List.of("huggingface:openai/gpt-oss-20b", "gemini:gemini-flash-latest");

    /** Who chose. */
    enum Origin {
        COMMAND,
        CONFIGURATION,
        KEY,
        NOBODY
    }

    static Choice of(LlmClient client, @Nullable String asked) {
        ResolvedConfig config = client.config();
        if (asked != null) {
            return asked(client, asked.strip());
        }
        Optional<String> configured = client.modelName();
        if (configured.isPresent()) {
            return resolved(client, configured.get(), Origin.CONFIGURATION);
        }
        return WITH_A_KEY.stream()
                .filter(model -> isConfigured(config, model.substring(0, model.indexOf(':'))))
                .findFirst()
                .map(model -> resolved(client, model, Origin.KEY))
                .orElseGet(() -> resolved(client, DEMO, Origin.NOBODY));
    }

    /** {@return the choice of a driver's own model, for which no configuration is needed; empty if it takes one} */
    static Optional<Choice> ofDriver(LlmDrivers drivers, @Nullable String asked) {
        String text = asked == null ? "" : asked.strip();
        int colon = text.indexOf(':');
        if (colon < 0 || text.substring(colon + 1).isBlank()) {
            return Optional.empty();
        }
        String provider = text.substring(0, colon).strip();
        return drivers.find(provider).map(driver -> new Choice(text, provider, Origin.COMMAND));
    }

    private static boolean isConfigured(ResolvedConfig config, String provider) {
        return config.entries().stream().anyMatch(entry -> entry.key().startsWith("llm." + provider + "."));
    }

    private static Choice asked(LlmClient client, String text) {
        return client.config().providers().containsKey(text)
                ? new Choice(text, text, Origin.COMMAND)
                : resolved(client, text, Origin.COMMAND);
    }

    private static Choice resolved(LlmClient client, String text, Origin origin) {
        return new Choice(text, client.resolve(text).provider(), origin);
    }

    /** {@return whether only a provider was named, which is enough to list its models} */
    boolean isProviderAlone() {
        return model.equals(provider);
    }

    /** {@return whether neither the command nor the configuration names a model} */
    boolean isFallback() {
        return origin == Origin.KEY || origin == Origin.NOBODY;
    }

    /** {@return the configuration's key of an option of the chosen provider} */
    String optionKey(LlmDrivers drivers, String option) {
        boolean driversOwn = drivers.find(provider).isPresent();
        return (driversOwn ? "llm." : "llm.providers.") + provider + "." + option;
    }

    /** {@return the configuration's key of a setting of the chosen model} */
    String settingKey(String setting) {
        return model.indexOf(':') < 0 && !isProviderAlone() ? "llm.models." + model + "." + setting : "llm." + setting;
    }

    /** Says who answers if nobody chose. */
    void explain(Io io) {
        if (origin == Origin.NOBODY) {
            io.say(
                    "note: nothing is configured, so the built-in demo answers; for a real model set HF_TOKEN to a token from"
                            + " https://huggingface.co/settings/tokens or GEMINI_API_KEY to a key from https://aistudio.google.com/apikey,"
                            + " or name one with -m provider:model or llm.model, such as -m ollama:llama3.2; see llm doctor");
        } else if (origin == Origin.KEY && io.terminals().err()) {
            io.say("note: no model is chosen, so " + model + " answers; choose with -m or llm.model");
        }
    }
}
