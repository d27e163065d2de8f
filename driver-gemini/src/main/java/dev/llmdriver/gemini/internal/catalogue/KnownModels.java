package dev.llmdriver.gemini.internal.catalogue;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What has been heard of models, from lists and descriptions that somebody asked for. So a refusal can be told apart without a further
 * request: Gemini says the same of a model that does not exist and of one that cannot chat (wire page 4.2, row 10). Thread-safe.
 */
public final class KnownModels {
    /** No provider has so many; a server that makes names up must not fill the memory. */
    static final int MOST = 10_000;

    private final Map<String, Boolean> chats = new ConcurrentHashMap<>();

    /** Knows nothing yet. */
    public KnownModels() {}

    void heard(String resource, boolean canChat) {
        if (chats.size() >= MOST) {
            chats.clear();
        }
        chats.put(resource, canChat);
    }

    /** {@return whether this model, such as {@code models/x}, is known to exist, and not to chat} */
    public boolean isOtherThanChat(String resource) {
        return !chats.getOrDefault(resource, true);
    }
}
