package dev.llmdriver.client.internal;

import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.Suggestions;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out which model a text means: {@code provider:model}, divided at the first colon, or a configured name, which holds no colon.
 *
 * @param providers the names of providers, drivers among them
 * @param models the names of models
 */
record ModelNames(Collection<String> providers, Collection<String> models) {
    /** How other libraries write a model; on Hugging Face there is an organisation {@code huggingface}, too. */
    private static final String ELSEWHERE =
            "((?:gemini|ollama)(?=/)|huggingface(?=/[^/]+/)|hf(?=[:/])|google(?=:))[:/](.+)";

    /** {@return the reference, if a text begins with a provider's name and a colon} */
    Optional<ModelRef> reference(String text) {
        int colon = text.indexOf(':');
        boolean known = colon > 0 && providers.contains(text.substring(0, colon).strip());
        return known && !text.substring(colon + 1).isBlank() ? Optional.of(ModelRef.parse(text)) : Optional.empty();
    }

    /** {@return what is wrong with a text that is neither a reference nor a name, and what may have been meant} */
    String fault(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? noName(text)
                : noProvider(text, text.substring(0, colon).strip());
    }

    private String noName(String text) {
        return "no model is named '" + text + "'; "
                + Suggestions.nearest(text, models)
                        .or(() -> Suggestions.nearest(text, providers).map(near -> near + ":<model>"))
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("write provider:model" + example(text) + known());
    }

    private String noProvider(String text, String prefix) {
        if (providers.contains(prefix)) {
            return "'" + text + "' names no model; write what the model is called after the colon";
        }
        if (KnownDrivers.DEPENDENCIES.containsKey(prefix)) {
            return "no driver '" + prefix + "' for '" + text + "': " + onThePath() + "; add the dependency "
                    + KnownDrivers.DEPENDENCIES.get(prefix);
        }
        String remedy = Suggestions.nearest(prefix, providers)
                .map(name -> name + text.substring(text.indexOf(':')))
                .or(() ->
                        Optional.of(guess(text)).filter(near -> reference(near).isPresent()))
                .map(near -> "did you mean '" + near + "'?")
                .orElse(
                        providers.isEmpty()
                                ? "add the driver's dependency"
                                : "write one of them before the first colon, or add the driver's dependency");
        return "no provider or driver '" + prefix + "' for '" + text + "': " + onThePath() + "; " + remedy;
    }

    /** A model of a driver that is absent would be refused next, so what to add is told at once. */
    private String example(String text) {
        String guess = guess(text);
        String driver = guess.substring(0, guess.indexOf(':'));
        if (providers.contains(driver)) {
            return ", such as '" + guess + "'; " + onThePath();
        }
        return "; " + onThePath() + "; '" + guess + "' needs the dependency " + KnownDrivers.DEPENDENCIES.get(driver);
    }

    private String known() {
        return models.isEmpty() ? "" : "; named models are " + String.join(", ", models);
    }

    private String onThePath() {
        return providers.isEmpty() ? "there is no driver on the path" : "providers are " + String.join(", ", providers);
    }

    /** Names with an organisation are Hugging Face's, except that Ollama has a prefix for those too. */
    private static String guess(String text) {
        if (text.isBlank()) {
            return "ollama:llama3.2";
        }
        Matcher elsewhere = Pattern.compile(ELSEWHERE).matcher(text); // read by a start that fails only
        if (elsewhere.matches()) {
            String name = elsewhere.group(1);
            return Map.of("hf", "huggingface", "google", "gemini").getOrDefault(name, name) + ":" + elsewhere.group(2);
        }
        if (text.startsWith("gemini-")) {
            return "gemini:" + text;
        }
        boolean organisation = text.contains("/") && !text.startsWith("hf.co/");
        return (organisation ? "huggingface:" : "ollama:") + text;
    }
}
