package dev.llmdriver.huggingface.internal.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ProviderData;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * The spelling in which a model sent its reasoning. It travels with the reasoning as provider data, so that the reasoning can go back
 * in the same field: some models want it (wire page 2.1), others refuse the wrong field.
 */
public final class ReasoningField {
    /** Reasoning that stood in the text, between tags. */
    public static final String INLINE = "think";

    /** Reasoning in a part of its own among the content's parts, as Mistral sends it. It is not sent back. */
    public static final String PART = "thinking";

    /** The fields of a message or delta that may hold reasoning (wire page 8). */
    public static final Set<String> NAMES = Set.of("reasoning", "reasoning_content", "reasoning_text");

    private static final String KEY = "field";

    private ReasoningField() {}

    /** {@return the data that notes a spelling} */
    public static ProviderData note(String driver, String model, String field) {
        return new ProviderData(driver, model, "{\"" + KEY + "\":\"" + field + "\"}");
    }

    /** {@return the spelling that the data notes; empty if it notes none we know} */
    static Optional<String> read(ProviderData data) {
        try {
            JsonNode field = Json.tree(data.json()).path(KEY);
            return Optional.of(field.asText("")).filter(name -> NAMES.contains(name) || name.equals(INLINE));
        } catch (IOException notOurs) {
            return Optional.empty();
        }
    }
}
