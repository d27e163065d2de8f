package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinModel;
import dev.llmdriver.testkit.TwinModel.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is installed, and what of it is loaded. Thread-safe. */
final class OllamaModels {
    private static final String MODIFIED = "2025-10-09T08:53:20.123456789Z";
    private static final long SIZE = 2_019_393_189L;

    private final Models installed = new Models();
    private final Map<String, Integer> loaded = new LinkedHashMap<>();

    OllamaModels() {
        add(
                TwinModel.chat("twin"),
                TwinModel.reasoning("twin-thinker"),
                TwinModel.plain("twin-plain"),
                TwinModel.embedding("twin-embedder"));
    }

    void add(TwinModel... more) {
        for (TwinModel model : more) {
            installed.add(new TwinModel(OllamaNames.full(model.id()), model.kind(), model.providers()));
        }
    }

    @Nullable
    TwinModel find(String name) {
        return installed.find(OllamaNames.full(name));
    }

    boolean remove(String name) {
        unload(name);
        return installed.remove(OllamaNames.full(name)) != null;
    }

    /** {@return whether the model had to be loaded, anew for another size of the context} */
    synchronized boolean load(String name, int window) {
        Integer before = loaded.put(OllamaNames.full(name), window);
        return before == null || before != window;
    }

    synchronized void unload(String name) {
        loaded.remove(OllamaNames.full(name));
    }

    Reply tags() {
        ArrayNode models = Json.array();
        installed.all().forEach(model -> models.add(entry(model)));
        return OllamaWire.json(Json.object().set("models", models));
    }

    synchronized Reply ps() {
        ArrayNode models = Json.array();
        loaded.forEach((name, window) -> {
            TwinModel model = installed.find(name);
            if (model != null) {
                models.add(named(model)
                        .put("size", SIZE)
                        .put("digest", digest(model))
                        .<ObjectNode>set("details", details(model))
                        .put("expires_at", "2025-10-09T08:58:20.123456789Z")
                        .put("size_vram", SIZE)
                        .put("context_length", window));
            }
        });
        return OllamaWire.json(Json.object().set("models", models));
    }

    Reply show(TwinModel model) {
        boolean embeds = model.kind() == Kind.EMBEDDING;
        ObjectNode answer = Json.object()
                .put("license", "None: there is no model")
                .put("modelfile", "FROM " + model.id() + "\n")
                .put("parameters", "num_ctx                        4096\nstop                           \"<|end|>\"")
                .put("template", "{{ .Prompt }}");
        answer.set("details", details(model));
        String arch = embeds ? "bert" : "llama";
        answer.putObject("model_info")
                .put("general.architecture", arch)
                .put("general.file_type", 15)
                .put("general.parameter_count", 3_212_749_888L)
                .put(arch + ".block_count", 28)
                .put(arch + ".context_length", contextLength(model))
                .put(arch + ".embedding_length", TextVector.DIMENSIONS)
                .putArray("tokenizer.ggml.tokens");
        ArrayNode capabilities = answer.putArray("capabilities");
        capabilities(model.kind()).forEach(capabilities::add);
        return OllamaWire.json(answer.put("modified_at", MODIFIED));
    }

    static int contextLength(TwinModel model) {
        Integer told =
                model.providers().isEmpty() ? null : model.providers().get(0).contextLength();
        return told == null ? 512 : told;
    }

    private static List<String> capabilities(Kind kind) {
        return switch (kind) {
            case CHAT -> List.of("completion", "tools", "vision");
            case PLAIN -> List.of("completion");
            case REASONING -> List.of("completion", "tools", "thinking");
            case EMBEDDING -> List.of("embedding");
        };
    }

    private static ObjectNode entry(TwinModel model) {
        return named(model)
                .put("modified_at", MODIFIED)
                .put("size", SIZE)
                .put("digest", digest(model))
                .set("details", details(model));
    }

    private static ObjectNode named(TwinModel model) {
        return Json.object().put("name", model.id()).put("model", model.id());
    }

    /** {@return 64 hexadecimal digits, the same for the same name} */
    static String digest(TwinModel model) {
        return "%08x".formatted(model.id().hashCode()).repeat(8);
    }

    private static ObjectNode details(TwinModel model) {
        String family = model.kind() == Kind.EMBEDDING ? "bert" : "llama";
        ObjectNode details =
                Json.object().put("parent_model", "").put("format", "gguf").put("family", family);
        details.putArray("families").add(family);
        return details.put("parameter_size", "3.2B").put("quantization_level", "Q4_K_M");
    }
}
