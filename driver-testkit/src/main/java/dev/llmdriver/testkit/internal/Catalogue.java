package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinModel;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The models of the twin. Thread-safe. */
final class Catalogue {
    private static final Set<String> POLICIES = Set.of("fastest", "cheapest", "preferred");
    private static final int CREATED = 1_760_000_000;

    private final Models models = new Models(
            TwinModel.chat("twin/echo"), TwinModel.reasoning("twin/thinker"), TwinModel.embedding("twin/embedder"));

    private volatile @Nullable Function<String, TwinModel> others;

    void add(TwinModel... more) {
        models.add(more);
    }

    void others(Function<String, TwinModel> made) {
        others = made;
    }

    /** {@return the model of that name, whatever follows its colon} */
    @Nullable
    TwinModel find(String name) {
        String id = name.split(":", 2)[0];
        TwinModel model = models.find(id);
        Function<String, TwinModel> made = others;
        return model == null && made != null ? made.apply(id) : model;
    }

    /** {@return whether what follows the colon, if anything, is a policy or a live provider of the model} */
    static boolean serves(TwinModel model, String name) {
        int colon = name.indexOf(':');
        String suffix = colon < 0 ? "fastest" : name.substring(colon + 1);
        return POLICIES.contains(suffix)
                || model.providers().stream()
                        .anyMatch(p -> p.name().equals(suffix) && p.status().equals("live"));
    }

    Reply list(HuggingFaceDialect dialect) {
        ArrayNode data = Json.array();
        chatModels().forEach(model -> data.add(dialect.isRouter() ? routed(model) : engine(model, dialect)));
        return json(Json.object().put("object", "list").set("data", data));
    }

    Reply one(String id) {
        TwinModel model = find(id);
        return model == null ? Reply.text(404, "Not Found") : json(routed(model));
    }

    /** What Text Generation Inference tells about itself. */
    Reply info() {
        return json(Json.object()
                .put("model_id", chatModels().get(0).id())
                .put("model_sha", "0000000000000000000000000000000000000001")
                .put("model_pipeline_tag", "text-generation")
                .put("max_concurrent_requests", 128)
                .put("max_best_of", 2)
                .put("max_stop_sequences", 4)
                .put("max_input_tokens", 4095)
                .put("max_total_tokens", 4096)
                .put("validation_workers", 2)
                .put("max_client_batch_size", 4)
                .put("router", "text-generation-router")
                .put("version", "3.3.7")
                .putNull("sha")
                .putNull("docker_label"));
    }

    private List<TwinModel> chatModels() {
        return models.all().stream()
                .filter(model -> model.kind() != TwinModel.Kind.EMBEDDING)
                .toList();
    }

    private static ObjectNode routed(TwinModel model) {
        ObjectNode node = entry(model, CREATED, model.id().split("/", 2)[0]);
        ObjectNode architecture = node.putObject("architecture");
        architecture.putArray("input_modalities").add("text");
        architecture.putArray("output_modalities").add("text");
        ArrayNode providers = node.putArray("providers");
        model.providers().forEach(provider -> providers.add(provider(provider)));
        return node;
    }

    private static ObjectNode provider(TwinModel.Provider provider) {
        ObjectNode node = Json.object().put("provider", provider.name()).put("status", provider.status());
        if (provider.contextLength() != null) {
            node.put("context_length", provider.contextLength());
        }
        if (provider.inputPrice() != null && provider.outputPrice() != null) {
            node.putObject("pricing").put("input", provider.inputPrice()).put("output", provider.outputPrice());
        }
        if (provider.tools() != null) {
            node.put("supports_tools", provider.tools());
        }
        if (provider.structuredOutput() != null) {
            node.put("supports_structured_output", provider.structuredOutput());
        }
        return node.put("is_model_author", false);
    }

    private static ObjectNode engine(TwinModel model, HuggingFaceDialect dialect) {
        return switch (dialect) {
            case VLLM -> entry(model, CREATED, "vllm").put("root", model.id()).put("max_model_len", 4096);
            case SGLANG ->
                entry(model, CREATED, "sglang").put("root", model.id()).put("max_model_len", 4096);
            case LLAMA_CPP -> entry(model, CREATED, "llamacpp");
            default -> entry(model, 0, model.id());
        };
    }

    private static ObjectNode entry(TwinModel model, int created, String owner) {
        return Json.object()
                .put("id", model.id())
                .put("object", "model")
                .put("created", created)
                .put("owned_by", owner);
    }

    private static Reply json(JsonNode node) {
        return Reply.json(200, Json.text(node));
    }
}
