package dev.llmdriver.guice;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.client.LlmClient;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The client's models, each made when it is first wanted and kept. They are no singletons of Guice's, which in production makes all of
 * those at once and so would open every provider. While one is made, a decorator may ask for another one, which no concurrent map allows.
 * Thread-safe.
 */
final class Models {
    private final LlmClient client;
    private final Map<String, ChatModel> chat = new HashMap<>();
    private final Map<String, EmbeddingModel> embedding = new HashMap<>();
    private @Nullable ChatModel standard;

    Models(LlmClient client) {
        this.client = client;
    }

    synchronized ChatModel standard() {
        ChatModel known = standard;
        if (known == null) {
            known = client.model();
            standard = known;
        }
        return known;
    }

    synchronized ChatModel chat(String name) {
        return kept(chat, name, client::model);
    }

    synchronized EmbeddingModel embedding(String name) {
        return kept(embedding, name, client::embeddingModel);
    }

    private static <M> M kept(Map<String, M> models, String name, Function<String, M> making) {
        M known = models.get(name);
        if (known == null) {
            known = making.apply(name);
            models.put(name, known);
        }
        return known;
    }
}
