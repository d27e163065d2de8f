package dev.llmdriver.server.internal.openai;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.ModelRef;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.server.internal.http.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the models that callers name. May open a provider, so never on an event loop. Thread-safe. */
public final class Models {
    private static final int MOST_KEPT = 1000;
    private static final int LONGEST_QUOTED = 200;
    /** Longer than any that means something: names are remembered here and further on, and bodies may be long. */
    private static final int LONGEST = 1000;

    private final LlmClient client;
    private final Optional<String> standard;
    private final Map<String, ChatModel> known = new ConcurrentHashMap<>();

    /**
     * Opens nothing yet.
     *
     * @param standard who answers those that name no model; empty for the client's own choice
     */
    public Models(LlmClient client, Optional<String> standard) {
        this.client = client;
        this.standard = standard.or(() -> chosen(client));
    }

    private static Optional<String> chosen(LlmClient client) {
        return client.isDemoFallback() ? Optional.of(client.model().ref().toString()) : client.modelName();
    }

    /** {@return who answers those that name no model, if anybody does} */
    public Optional<String> standard() {
        return standard;
    }

    /** {@return whose models these are} */
    public LlmClient client() {
        return client;
    }

    /**
     * Finds a model.
     *
     * @param named by the caller; empty for who answers those that name none
     * @throws Refusal if there is no such model
     */
    public ChatModel chat(Optional<String> named) {
        String name = named.or(this::standard)
                .orElseThrow(() -> Refusal.invalid("model", "'model' is missing; GET /v1/models lists what there is."));
        ModelRef ignored = resolve(name);
        if (known.size() >= MOST_KEPT && !known.containsKey(name)) {
            known.clear(); // callers choose the names, and may choose many
        }
        return known.computeIfAbsent(name, client::model);
    }

    EmbeddingModel embedding(String name) {
        ModelRef ignored = resolve(name);
        return client.embeddingModel(name);
    }

    /** {@return whom a text means} */
    ModelRef resolve(String name) {
        if (name.length() > LONGEST) {
            throw notFound(name);
        }
        try {
            return client.resolve(name);
        } catch (ConfigurationException unknown) {
            throw notFound(name);
        }
    }

    static Refusal notFound(String name) {
        String quoted = name.length() > LONGEST_QUOTED ? "of this name" : "'" + name + "'";
        return Refusal.of(
                404,
                "There is no model " + quoted + "; GET /v1/models lists what there is.",
                "model",
                "model_not_found");
    }
}
