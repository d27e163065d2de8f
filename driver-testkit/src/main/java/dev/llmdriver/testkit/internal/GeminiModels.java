package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.GeminiErrors;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinModel;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gemini's list of models, in pages. */
final class GeminiModels {
    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 1000;
    private static final int OUTPUT_LIMIT = 8192;

    private final Models models = new Models(
            TwinModel.chat("gemini-twin"),
            TwinModel.reasoning("gemini-twin-thinker"),
            TwinModel.plain("gemma-twin"),
            TwinModel.embedding("gemini-twin-embedder"));

    void add(TwinModel... more) {
        models.add(more);
    }

    @Nullable
    TwinModel find(String id) {
        return models.find(id);
    }

    Reply one(String id) {
        TwinModel model = find(id);
        return model == null
                ? GeminiErrors.error(404, "NOT_FOUND", "Model is not found: models/" + id + " for api version v1beta")
                : GeminiWire.json(entry(model));
    }

    Reply page(String size, String token) {
        List<TwinModel> all = models.all();
        int from = from(token);
        if (from < 0 || from > all.size()) {
            return GeminiErrors.invalidArgument();
        }
        int wanted = size.isEmpty() ? PAGE : Math.min(LARGEST_PAGE, Math.max(1, Integer.parseInt(size)));
        int to = Math.min(all.size(), from + wanted);
        ObjectNode page = Json.object();
        ArrayNode entries = page.putArray("models");
        all.subList(from, to).forEach(model -> entries.add(entry(model)));
        if (to < all.size()) {
            page.put("nextPageToken", Base64.getUrlEncoder().encodeToString(("from " + to).getBytes(UTF_8)));
        }
        return GeminiWire.json(page);
    }

    private static int from(String token) {
        if (token.isEmpty()) {
            return 0;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), UTF_8);
            return text.matches("from \\d+") ? Integer.parseInt(text.substring("from ".length())) : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    static int inputLimit(TwinModel model) {
        Integer told =
                model.providers().isEmpty() ? null : model.providers().get(0).contextLength();
        return told == null ? 2048 : told;
    }

    private static ObjectNode entry(TwinModel model) {
        ObjectNode entry = Json.object()
                .put("name", "models/" + model.id())
                .put("version", "001")
                .put("displayName", "Twin " + model.id())
                .put("description", "No model, but a twin of one")
                .put("inputTokenLimit", inputLimit(model))
                .put("outputTokenLimit", model.kind() == TwinModel.Kind.EMBEDDING ? 1 : OUTPUT_LIMIT);
        ArrayNode methods = entry.putArray("supportedGenerationMethods");
        if (model.kind() == TwinModel.Kind.EMBEDDING) {
            methods.add("embedContent")
                    .add("countTextTokens")
                    .add("countTokens")
                    .add("asyncBatchEmbedContent");
            return entry;
        }
        methods.add("generateContent")
                .add("countTokens")
                .add("createCachedContent")
                .add("batchGenerateContent");
        entry.put("temperature", 1).put("topP", 0.95).put("topK", 64).put("maxTemperature", 2);
        return model.kind() == TwinModel.Kind.REASONING ? entry.put("thinking", true) : entry;
    }
}
