package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.gemini.internal.part.PartNote;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.ExtraFields;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Writes {@code GenerateContentRequest}s, in camel case, which relays take too. What is not set is left out: many models refuse even the
 * default of a field that they do not know (wire page 2 and 9). Thread-safe.
 */
public final class ChatRequestCodec {
    /** Fields of which Gemini takes one: an extra puts the other out. */
    private static final Map<String, String> EXCLUSIVE = Map.of(
            "thinkingBudget", "thinkingLevel",
            "thinkingLevel", "thinkingBudget",
            "responseSchema", "responseJsonSchema");

    /** Where what is asked goes under a name that is not its own. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("contents", "messages"),
            Map.entry("systemInstruction", "messages"),
            Map.entry("toolConfig.functionCallingConfig", "toolChoice"),
            Map.entry("generationConfig.maxOutputTokens", "maxTokens"),
            Map.entry("generationConfig.stopSequences", "stop"),
            Map.entry("generationConfig.responseLogprobs", "logprobs"),
            Map.entry("generationConfig.responseMimeType", "responseFormat"),
            Map.entry("generationConfig.responseJsonSchema", "responseFormat"),
            Map.entry("generationConfig.thinkingConfig.thinkingBudget", "reasoningEffort"),
            Map.entry("generationConfig.thinkingConfig.thinkingLevel", "reasoningEffort"));

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
        byte[] body = Json.bytes(out -> write(request, fates, out));
        Map<String, Object> extras = request.extras(PartNote.DRIVER);
        return new EncodedRequest(ExtraFields.merge(body, extras, Set.of(), RENAMED, fates), fates.list());
    }

    private void write(ChatRequest request, Fates fates, JsonGenerator out) throws IOException {
        out.writeStartObject();
        new MessageWriter(family, model, fates, out).write(request.messages());
        generationConfig(request, fates, out);
        new ToolFields(fates, out).write(request);
        settings(out);
        out.writeEndObject();
    }

    /** A tree first, for an extra may put out what was set. */
    private void generationConfig(ChatRequest request, Fates fates, JsonGenerator out) throws IOException {
        ObjectNode generation = JsonNodeFactory.instance.objectNode();
        new SamplingFields(fates, generation).write(request);
        new FormatField(family, fates, generation).write(request);
        new ThinkingField(family, fates, generation).write(request.reasoningEffort(), settings.includeThoughts());
        exclude(request.extras(PartNote.DRIVER), generation, fates);
        if (!generation.isEmpty()) {
            out.writeFieldName("generationConfig");
            Json.write(generation, out);
        }
    }

    private void settings(JsonGenerator out) throws IOException {
        if (!settings.safety().isEmpty()) {
            out.writeArrayFieldStart("safetySettings");
            for (Map.Entry<String, String> setting : settings.safety().entrySet()) {
                out.writeStartObject();
                out.writeStringField("category", setting.getKey());
                out.writeStringField("threshold", setting.getValue());
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        if (settings.serviceTier().isPresent()) {
            out.writeStringField("serviceTier", settings.serviceTier().get());
        }
    }

    private static void exclude(Map<?, ?> extras, ObjectNode generation, Fates fates) {
        if (extras.get("generationConfig") instanceof Map<?, ?> config) {
            exclude(config, generation, "generationConfig.", fates);
            JsonNode thinking = generation.path("thinkingConfig");
            if (config.get("thinkingConfig") instanceof Map<?, ?> inner && thinking instanceof ObjectNode own) {
                exclude(inner, own, "generationConfig.thinkingConfig.", fates);
            }
        }
    }

    private static void exclude(Map<?, ?> extra, ObjectNode from, String place, Fates fates) {
        EXCLUSIVE.forEach((field, other) -> {
            if (extra.containsKey(field) && from.remove(other) != null) {
                fates.replaced(String.valueOf(RENAMED.get(place + other)), "extra " + place + field);
            }
        });
    }
}
