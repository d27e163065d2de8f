package dev.llmdriver.ollama.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.Support;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.ollama.ModelDetails;
import dev.llmdriver.ollama.RunningModel;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what Ollama tells of models (wire page 5). What is not said stays unknown; entries without a name are passed over. */
final class ModelCard {
    /** Which of Ollama's words speaks of which capability. A word that is absent from a list that is there means no. */
    private static final Map<String, Capability> WORDS = Map.of(
            "tools", Capability.TOOLS,
            "vision", Capability.IMAGE_INPUT,
            "audio", Capability.AUDIO_INPUT,
            "thinking", Capability.REASONING,
            "embedding", Capability.EMBEDDINGS);

    private ModelCard() {}

    /** Reads {@code /api/tags}. */
    static List<ModelInfo> list(WireResponse response) throws IOException {
        List<ModelInfo> models = new ArrayList<>();
        for (JsonNode entry : entries(response)) {
            String name = name(entry);
            if (!name.isEmpty()) {
                ModelInfo.Builder info = ModelInfo.builder(name).capabilities(capabilities(words(entry)));
                JsonNode window = entry.path("details").path("context_length");
                if (window.canConvertToLong()) {
                    info.contextWindow(window.asLong());
                }
                models.add(info.build());
            }
        }
        return List.copyOf(models);
    }

    /** Reads {@code /api/show}. */
    static ModelDetails details(String model, WireResponse response) throws IOException {
        JsonNode body = Json.tree(response.body());
        if (!body.isObject()) {
            throw new IOException("the model's details are no object");
        }
        Set<String> words = words(body);
        ModelInfo.Builder info = ModelInfo.builder(model).capabilities(capabilities(words));
        JsonNode facts = body.path("model_info");
        JsonNode window = facts.path(facts.path("general.architecture").asText("") + ".context_length");
        if (window.canConvertToLong()) {
            info.contextWindow(window.asLong());
        }
        JsonNode details = body.path("details");
        return new ModelDetails(
                info.build(),
                words,
                details.path("family").asText(""),
                details.path("parameter_size").asText(""),
                details.path("quantization_level").asText(""),
                body.path("parameters").asText(""));
    }

    /** Reads {@code /api/ps}. */
    static List<RunningModel> running(WireResponse response) throws IOException {
        List<RunningModel> models = new ArrayList<>();
        for (JsonNode entry : entries(response)) {
            String name = name(entry);
            JsonNode window = entry.path("context_length");
            if (!name.isEmpty()) {
                models.add(new RunningModel(
                        name,
                        count(entry.path("size")),
                        count(entry.path("size_vram")),
                        count(window) > 0 ? count(window) : null,
                        instant(entry.path("expires_at").asText(""))));
            }
        }
        return List.copyOf(models);
    }

    private static long count(JsonNode number) {
        return number.canConvertToLong() ? Math.max(0, number.asLong()) : 0;
    }

    private static JsonNode entries(WireResponse response) throws IOException {
        JsonNode models = Json.tree(response.body()).path("models");
        if (!models.isArray() && !models.isNull()) {
            throw new IOException("the list of models has no models");
        }
        return models;
    }

    private static String name(JsonNode entry) {
        return entry.path("name").asText(entry.path("model").asText(""));
    }

    private static Set<String> words(JsonNode entry) {
        Set<String> words = new LinkedHashSet<>();
        entry.path("capabilities").forEach(word -> words.add(word.asText()));
        return words;
    }

    private static Capabilities capabilities(Set<String> words) {
        Capabilities known = Capabilities.unknown();
        if (!words.isEmpty()) {
            for (Map.Entry<String, Capability> word : WORDS.entrySet()) {
                known = known.with(words.contains(word.getKey()) ? Support.YES : Support.NO, word.getValue());
            }
        }
        return known;
    }

    /** Fractions vary in length, and there may be an offset; what cannot be read was not said (wire page 11.16). */
    private static @Nullable Instant instant(String text) {
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
