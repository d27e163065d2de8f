package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.gemini.internal.part.PartNote;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.ExtraFields;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.Json;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code GenerateContentRequest}s, in camel case, which relays take too. What is not set is left out: many models refuse even the
 * default of a field that they do not know (wire page 2 and 9). Thread-safe.
 */
public final class ChatRequestCodec {
    /** Fields of which Gemini takes one: an extra puts the other out. */
    private static final Map<String, List<String>> EXCLUSIVE = Map.of(
            "thinkingBudget", List.of("thinkingLevel"),
            "thinkingLevel", List.of("thinkingBudget"),
            "responseSchema", List.of("responseJsonSchema"));

    private final String model;
    private final Family family;
    private final RequestSettings settings;

    /** Makes a codec for a model. */
    public ChatRequestCodec(String model, RequestSettings settings) {
        this.model = model;
        this.family = Family.of(model);
        this.settings = settings;
    }

    /**
     * Writes a request, the same for whole and streamed answers.
     *
     * @throws dev.llmdriver.error.UnsupportedException if it holds what there is no form for
     */
    public EncodedRequest encode(ChatRequest request) {
        Fates fates = new Fates();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        new MessageWriter(family, model, fates, body).write(request.messages());
        ObjectNode generation = body.objectNode();
        new SamplingFields(fates, generation).write(request);
        new FormatField(family, fates, generation).write(request);
        new ThinkingField(family, fates, generation).write(request.reasoningEffort(), settings.includeThoughts());
        exclude(request.extras(PartNote.DRIVER), generation);
        if (!generation.isEmpty()) {
            body.set("generationConfig", generation);
        }
        new ToolFields(fates, body).write(request);
        settings(body);
        byte[] written = Json.bytes(body);
        return new EncodedRequest(ExtraFields.merge(written, request.extras(PartNote.DRIVER), fates), fates.list());
    }

    private void settings(ObjectNode body) {
        settings.safety()
                .forEach((category, threshold) -> body.withArrayProperty("safetySettings")
                        .addObject()
                        .put("category", category)
                        .put("threshold", threshold));
        settings.serviceTier().ifPresent(tier -> body.put("serviceTier", tier));
    }

    private static void exclude(Map<?, ?> extras, ObjectNode generation) {
        if (extras.get("generationConfig") instanceof Map<?, ?> config) {
            exclude(config, List.of(generation));
            JsonNode thinking = generation.path("thinkingConfig");
            if (config.get("thinkingConfig") instanceof Map<?, ?> inner && thinking instanceof ObjectNode own) {
                exclude(inner, List.of(own));
            }
        }
    }

    private static void exclude(Map<?, ?> extra, List<ObjectNode> from) {
        EXCLUSIVE.forEach((field, others) -> {
            if (extra.containsKey(field)) {
                from.forEach(object -> object.remove(others));
            }
        });
    }
}
