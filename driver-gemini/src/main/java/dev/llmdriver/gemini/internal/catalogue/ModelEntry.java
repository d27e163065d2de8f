package dev.llmdriver.gemini.internal.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.Support;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads a {@code Model} (wire page 1). Its methods say what it is for; {@code generateContent} alone is no proof of a chat model, for those
 * that speak or draw list it too, so it counts where it is missing.
 */
final class ModelEntry {
    private static final String MODELS = "models/";

    private final JsonNode entry;
    private final Set<String> methods = new HashSet<>();

    ModelEntry(JsonNode entry) {
        this.entry = entry;
        entry.path("supportedGenerationMethods").forEach(method -> methods.add(method.asText()));
    }

    /** {@return the resource's name, such as {@code models/gemini-2.5-flash}} */
    String resource() {
        return entry.path("name").asText("");
    }

    /** {@return the model's name as it is asked for; empty if there is none} */
    String id() {
        String name = resource();
        return name.startsWith(MODELS) ? name.substring(MODELS.length()) : name;
    }

    /** {@return whether it may chat: false is certain} */
    boolean mayChat() {
        return methods.isEmpty() || methods.contains("generateContent");
    }

    ModelInfo info() {
        ModelInfo.Builder info = ModelInfo.builder(id()).capabilities(capabilities());
        if (entry.path("displayName").isTextual()) {
            info.displayName(entry.path("displayName").asText());
        }
        if (limit("inputTokenLimit") > 0) {
            info.contextWindow(limit("inputTokenLimit"));
        }
        if (limit("outputTokenLimit") > 0) {
            info.outputLimit(limit("outputTokenLimit"));
        }
        return info.build();
    }

    /** {@return a limit, 0 if none is told; a number that is too large for one would come out as any other} */
    private long limit(String field) {
        JsonNode limit = entry.path(field);
        return limit.isTextual() || limit.canConvertToLong() ? limit.asLong() : 0;
    }

    private Capabilities capabilities() {
        Capabilities known = Capabilities.unknown();
        if (methods.isEmpty()) {
            return known;
        }
        known = known.with(has("embedContent"), Capability.EMBEDDINGS)
                .with(has("countTokens"), Capability.TOKEN_COUNTING);
        if (mayChat()) {
            return known.with(Support.YES, Capability.STREAMING)
                    .with(entry.path("thinking").asBoolean() ? Support.YES : Support.NO, Capability.REASONING);
        }
        return known.with(
                Support.NO,
                Capability.STREAMING,
                Capability.SYSTEM_MESSAGES,
                Capability.TOOLS,
                Capability.TOOL_CHOICE,
                Capability.PARALLEL_TOOL_CALLS,
                Capability.JSON,
                Capability.JSON_SCHEMA,
                Capability.REASONING);
    }

    private Support has(String method) {
        return methods.contains(method) ? Support.YES : Support.NO;
    }
}
