package dev.llmdriver.guice;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.client.LlmClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The client's models, each made when it is first wanted and kept. They are no singletons of Guice's, which in production makes all of
 * those at once and so would open every provider. Thread-safe.
 */
final class Models {
    private final LlmClient client;
    private final Map<String, ChatModel> chat = new ConcurrentHashMap<>();
    private final Map<String, EmbeddingModel> embedding = new ConcurrentHashMap<>();
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

    ChatModel chat(String name) {
        return chat.computeIfAbsent(name, client::model);
    }

    EmbeddingModel embedding(String name) {
        return embedding.computeIfAbsent(name, client::embeddingModel);
    }
}
