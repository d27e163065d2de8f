package dev.llmdriver.ollama.internal.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.http.Json;
import dev.llmdriver.spi.Suggestions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys of {@code options} with their types (wire page 3). Ollama answers a wrong type with a 500 and says nothing of an unknown
 * key, so both are looked at before anything is sent.
 */
public final class ModelOptions {
    /** What a value must be. */
    private enum Type {
        INTEGER("a whole number"),
        NUMBER("a number"),
        FLAG("true or false"),
        TEXTS("a list of texts");

        private final String words;

        Type(String words) {
            this.words = words;
        }
    }

    private static final Map<String, Type> TYPES = Map.ofEntries(
            Map.entry("num_predict", Type.INTEGER),
            Map.entry("temperature", Type.NUMBER),
            Map.entry("top_k", Type.INTEGER),
            Map.entry("top_p", Type.NUMBER),
            Map.entry("min_p", Type.NUMBER),
            Map.entry("typical_p", Type.NUMBER),
            Map.entry("repeat_last_n", Type.INTEGER),
            Map.entry("repeat_penalty", Type.NUMBER),
            Map.entry("presence_penalty", Type.NUMBER),
            Map.entry("frequency_penalty", Type.NUMBER),
            Map.entry("seed", Type.INTEGER),
            Map.entry("stop", Type.TEXTS),
            Map.entry("num_keep", Type.INTEGER),
            Map.entry("num_ctx", Type.INTEGER),
            Map.entry("num_batch", Type.INTEGER),
            Map.entry("num_gpu", Type.INTEGER),
            Map.entry("main_gpu", Type.INTEGER),
            Map.entry("use_mmap", Type.FLAG),
            Map.entry("num_thread", Type.INTEGER),
            Map.entry("draft_num_predict", Type.INTEGER));

    /** Options of older releases, which newer ones ignore. */
    private static final Set<String> OLD = Set.of(
            "mirostat",
            "mirostat_tau",
            "mirostat_eta",
            "tfs_z",
            "penalize_newline",
            "numa",
            "low_vram",
            "f16_kv",
            "vocab_only",
            "use_mlock",
            "logits_all");

    private ModelOptions() {}

    /** {@return whether newer releases know the key} */
    static boolean isKnown(String name) {
        return TYPES.containsKey(name);
    }

    /** {@return what is to be said of a key that newer releases do not know} */
    static String unknown(String name) {
        if (OLD.contains(name)) {
            return "'" + name + "' is an option of older releases that Ollama now ignores";
        }
        return "Ollama ignores the unknown option '" + name + "'"
                + Suggestions.nearest(name, TYPES.keySet())
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("; known are " + String.join(", ", new TreeSet<>(TYPES.keySet())));
    }

    /** {@return what is wrong with a value; empty if nothing is, or the key is unknown} */
    static Optional<String> fault(String name, Object value) {
        Type type = TYPES.get(name);
        return type == null || fits(type, value)
                ? Optional.empty()
                : Optional.of("options." + name + " must be " + type.words + ", but is " + shown(value));
    }

    private static boolean fits(Type type, Object value) {
        return switch (type) {
            case INTEGER -> value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue());
            case NUMBER -> value instanceof Number number && Double.isFinite(number.doubleValue());
            case FLAG -> value instanceof Boolean;
            case TEXTS -> value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
        };
    }

    private static String shown(Object value) {
        return value instanceof Number || value instanceof Boolean
                ? value.toString()
                : value instanceof String ? "a text" : value instanceof List ? "a list" : "an object";
    }

    /**
     * Reads a configured value.
     *
     * @param name the option's name, such as {@code num_ctx}
     * @param text as configured; a list is JSON, or one text
     * @return the value in its type
     * @throws IllegalArgumentException saying what is wrong: the value, or the name, which in a configuration is a slip
     */
    public static Object parse(String name, String text) {
        Type type = TYPES.get(name);
        if (type == null) {
            throw new IllegalArgumentException(unknown(name));
        }
        try {
            return switch (type) {
                case INTEGER -> Long.valueOf(text.strip());
                case NUMBER -> Double.valueOf(text.strip());
                case FLAG -> flag(text.strip());
                case TEXTS -> texts(text);
            };
        } catch (IOException | NumberFormatException unreadable) {
            throw new IllegalArgumentException("expected " + type.words + ", but got '" + text + "'");
        }
    }

    private static Boolean flag(String text) throws IOException {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IOException("neither true nor false");
        }
        return Boolean.valueOf(text);
    }

    private static List<String> texts(String text) throws IOException {
        if (!text.stripLeading().startsWith("[")) {
            return List.of(text);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : Json.tree(text)) {
            if (!element.isTextual()) {
                throw new IOException("not a text");
            }
            texts.add(element.asText());
        }
        return List.copyOf(texts);
    }
}
