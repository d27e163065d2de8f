package dev.llmdriver.server.internal.chats;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where conversations are kept. Everything is asked for by its owner, so nobody reads what another said; two owners may use one id.
 * Futures are completed on a thread of the store, and fail with a {@link StoreException} if it cannot be reached. Thread-safe.
 */
public interface ChatStore extends AutoCloseable {
    /** {@return the latest turns of a conversation, oldest first; none if there is no such conversation} */
    CompletableFuture<List<Turn>> turns(String owner, String chat, int most);

    /** Adds turns to the end of a conversation, which begins with its first: all of them, or none. */
    CompletableFuture<Void> add(String owner, String chat, List<Turn> turns);

    /** {@return the owner's conversations, latest first} */
    CompletableFuture<List<ChatHead>> chats(String owner, int most);

    /** Deletes a conversation. One that is not there is no error. */
    CompletableFuture<Void> delete(String owner, String chat);

    /** Ends the store, once what was begun is done. */
    @Override
    void close();
}
