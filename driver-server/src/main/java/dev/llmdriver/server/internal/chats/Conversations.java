package dev.llmdriver.server.internal.chats;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.spi.Scheduler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The conversations that are kept, and the answers under way in them: who deletes a conversation ends its answers, and nothing of them
 * comes back. What the store cannot do is logged here, once for all who ask. Thread-safe.
 */
public final class Conversations implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,100}");

    private final ChatStore store;
    private final Scheduler scheduler;
    private final int most;
    private final Complaints complaints;
    private final Map<Key, Set<Exchange>> open = new ConcurrentHashMap<>();

    private record Key(String owner, String chat) {}

    /**
     * Opens nothing yet.
     *
     * @param most how many turns a model is told
     */
    public Conversations(ChatStore store, Scheduler scheduler, int most) {
        this.store = store;
        this.scheduler = scheduler;
        this.complaints = new Complaints(scheduler);
        this.most = most;
    }

    /** {@return whether a conversation may be called this: 1 to 100 letters, digits or {@code . _ ~ -}} */
    public static boolean isId(String name) {
        return ID.matcher(name).matches();
    }

    /** {@return the latest turns, oldest first: as many as a model is told} */
    public CompletableFuture<List<Turn>> latest(String owner, String chat) {
        return turns(owner, chat, most);
    }

    /** {@return the latest turns, oldest first} */
    public CompletableFuture<List<Turn>> turns(String owner, String chat, int number) {
        return logged("a conversation was not read", store.turns(owner, chat, number));
    }

    /** {@return the owner's conversations, latest first} */
    public CompletableFuture<List<ChatHead>> chats(String owner, int number) {
        return logged("conversations were not listed", store.chats(owner, number));
    }

    /** {@return what a model is asked, with what was said before, and on whose behalf} */
    public ChatRequest request(List<Turn> earlier, List<Turn> asked, CallOptions behalf) {
        List<Turn> all = new ArrayList<>(earlier);
        all.addAll(asked);
        return Prompt.of(all, most, behalf);
    }

    /** {@return an exchange under way, one of whose ends must follow} */
    public Exchange begin(String owner, String chat) {
        Key key = new Key(owner, chat);
        Exchange exchange =
                new Exchange(scheduler::now, turns -> logged("an answer was not kept", store.add(owner, chat, turns)));
        open.compute(key, (same, others) -> {
            Set<Exchange> all = others == null ? new HashSet<>() : others;
            all.add(exchange);
            return all;
        });
        exchange.ended().whenComplete((kept, failure) -> remove(key, exchange));
        return exchange;
    }

    /** {@return how many exchanges are under way} */
    public int underWay() {
        return open.values().stream().mapToInt(Set::size).sum();
    }

    private void remove(Key key, Exchange exchange) {
        open.computeIfPresent(key, (same, all) -> {
            all.remove(exchange);
            return all.isEmpty() ? null : all;
        });
    }

    /** Deletes a conversation, once what is being kept of it is: deleted before, it would begin anew. */
    public CompletableFuture<Void> delete(String owner, String chat) {
        Set<Exchange> ended = open.remove(new Key(owner, chat));
        CompletableFuture<?>[] ends = ended == null
                ? new CompletableFuture<?>[0]
                : ended.stream().map(Exchange::drop).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ends)
                .handle((all, failure) -> logged("a conversation was not deleted", store.delete(owner, chat)))
                .thenCompose(deleting -> deleting);
    }

    private <T> CompletableFuture<T> logged(String what, CompletableFuture<T> work) {
        work.whenComplete((value, failure) -> {
            if (failure != null) {
                complaints.warn(what + ": " + failure.getMessage(), failure);
            }
        });
        return work;
    }

    /** Ends the store, once what was begun is done. */
    @Override
    public void close() {
        store.close();
    }
}
