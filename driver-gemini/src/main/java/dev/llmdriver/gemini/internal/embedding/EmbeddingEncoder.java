package dev.llmdriver.gemini.internal.embedding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.gemini.internal.part.PartNote;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.ExtraFields;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes {@code EmbedContentRequest}s: one alone, or several, of which each names the model again (wire page 1). */
public final class EmbeddingEncoder {
    /** Where what is asked goes under a name that is not its own. */
    private static final Map<String, String> RENAMED =
            Map.of("content", "texts", "taskType", "purpose", "outputDimensionality", "dimensions");

    private EmbeddingEncoder() {}

    /**
     * Writes a request.
     *
     * @param request what is asked
     * @param texts those of this part
     * @param resource the model's name, such as {@code models/gemini-embedding-001}
     */
    public static EncodedRequest encode(EmbeddingRequest request, List<String> texts, String resource) {
        Fates fates = new Fates();
        ObjectNode common = common(request, fates);
        Map<String, Object> extras = request.extras(PartNote.DRIVER);
        if (texts.size() == 1) {
            return new EncodedRequest(item(texts.get(0), resource, common, extras, fates), fates.list());
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode requests = body.putArray("requests");
        try {
            for (String text : texts) {
                requests.add(Json.tree(item(text, resource, common, extras, fates)));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("what was written here cannot be read", impossible);
        }
        return new EncodedRequest(Json.bytes(body), fates.list());
    }

    private static ObjectNode common(EmbeddingRequest request, Fates fates) {
        ObjectNode common = JsonNodeFactory.instance.objectNode();
        fates.renamed("texts", "each sent as content");
        request.purpose().ifPresent(purpose -> {
            common.put("taskType", taskType(purpose));
            fates.renamed("purpose", "sent as taskType");
        });
        request.dimensions().ifPresent(dimensions -> {
            common.put("outputDimensionality", dimensions);
            fates.renamed("dimensions", "sent as outputDimensionality");
        });
        if (request.truncate().isPresent()) {
            fates.dropped(
                    "truncate",
                    "Gemini has no switch for it: what a model does with too long a text is its own affair");
        }
        return common;
    }

    private static String taskType(EmbeddingRequest.Purpose purpose) {
        return switch (purpose) {
            case QUERY -> "RETRIEVAL_QUERY";
            case DOCUMENT -> "RETRIEVAL_DOCUMENT";
            case SIMILARITY -> "SEMANTIC_SIMILARITY";
            case CLASSIFICATION -> "CLASSIFICATION";
            case CLUSTERING -> "CLUSTERING";
        };
    }

    private static byte[] item(
            String text, String resource, ObjectNode common, Map<String, Object> extras, Fates fates) {
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("model", resource);
        item.putObject("content").putArray("parts").addObject().put("text", text);
        item.setAll(common);
        return ExtraFields.merge(Json.bytes(item), extras, Set.of(), RENAMED, fates);
    }
}
