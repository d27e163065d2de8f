package dev.llmdriver.ollama.internal.request;

import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.spi.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The caller's own fields. Those that Ollama knows are checked, because it answers some wrong types with a 500; those that it does not
 * know are sent, because tomorrow's Ollama may, with a warning, because today's ignores them in silence (wire page 1 to 3).
 */
public final class Extras {
    private static final Set<String> KNOWN = Set.of(
            "model",
            "messages",
            "tools",
            "format",
            "options",
            "stream",
            "think",
            "keep_alive",
            "truncate",
            "shift",
            "logprobs",
            "top_logprobs",
            "input",
            "dimensions",
            "_debug_render_only");
    private static final Set<String> FLAGS = Set.of("stream", "truncate", "shift", "logprobs", "_debug_render_only");
    private static final int MOST_LOGPROBS = 20;

    private Extras() {}

    /**
     * Checks fields before they are sent.
     *
     * @param extras the caller's own fields
     * @return a warning for each that Ollama does not know
     * @throws dev.llmdriver.error.InvalidRequestException naming every field of a wrong type
     */
    public static List<Warning> check(Map<String, Object> extras) {
        List<String> faults = new ArrayList<>();
        List<Warning> warnings = new ArrayList<>();
        extras.forEach((name, value) -> {
            fault(name, value).ifPresent(faults::add);
            if (!KNOWN.contains(name)) {
                warnings.add(unknown(name));
            }
        });
        if (extras.get("options") instanceof Map<?, ?> options) {
            options.forEach((name, value) -> option(String.valueOf(name), value, faults, warnings));
        }
        if (!faults.isEmpty()) {
            throw LlmException.builder(ErrorKind.INVALID_REQUEST, String.join("; ", faults))
                    .reason("option_type")
                    .phase(Phase.BUILD)
                    .build();
        }
        return List.copyOf(warnings);
    }

    private static void option(String name, Object value, List<String> faults, List<Warning> warnings) {
        ModelOptions.fault(name, value).ifPresent(faults::add);
        if (!ModelOptions.isKnown(name)) {
            warnings.add(new Warning("unknown_option", "extra options", ModelOptions.unknown(name)));
        }
    }

    private static Warning unknown(String name) {
        String advice = ModelOptions.isKnown(name)
                ? "it is one of the options: extra(\"ollama\", \"options\", Map.of(\"" + name + "\", …))"
                : Suggestions.nearest(name, KNOWN)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("see docs/ollama.md");
        return new Warning(
                "unknown_field", "extra " + name, "Ollama ignores the unknown field '" + name + "'; " + advice);
    }

    private static Optional<String> fault(String name, Object value) {
        String expected = expected(name, value);
        return expected.isEmpty() ? Optional.empty() : Optional.of("extra " + name + " must be " + expected);
    }

    private static String expected(String name, Object value) {
        if (FLAGS.contains(name)) {
            return value instanceof Boolean ? "" : "true or false";
        }
        return switch (name) {
            case "options" -> value instanceof Map ? "" : "an object of options";
            case "keep_alive" ->
                KeepAlive.isValid(value) ? "" : "a number of seconds, or a text with a unit such as 5m or 300s";
            case "think" -> ThinkWord.isValid(value) ? "" : "true, false, low, medium, high or max";
            case "format" -> value instanceof Map || "json".equals(value) ? "" : "\"json\" or a JSON schema";
            case "top_logprobs" ->
                value instanceof Number number && number.intValue() >= 0 && number.intValue() <= MOST_LOGPROBS
                        ? ""
                        : "a whole number from 0 to " + MOST_LOGPROBS;
            default -> "";
        };
    }
}
