package dev.llmdriver.server.internal.chats;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where conversations are kept. Everything is asked for by its owner, so nobody reads what another said; two owners may use one id.
 * Futures are completed on a thread of the store, and fail with a {@link StoreException} if it cannot be reached. Thread-safe.
 */
public interface ChatStore extends AutoCloseable {
    /** More than a model takes, so that what is read at once fits into memory, however long a conversation's texts are. */
    int MOST_CHARACTERS = 4_000_000;

    /**
     * {@return the latest turns of a conversation, oldest first; none if there is no such conversation}
     *
     * @param most the most turns; there are fewer where they are long. Apart from the latest two, which are read in any case, a turn
     *     is left out if what comes after its successor has more than {@link #MOST_CHARACTERS} together
     */
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
