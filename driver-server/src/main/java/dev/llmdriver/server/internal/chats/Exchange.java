package dev.llmdriver.server.internal.chats;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A question and the answer to it, which are kept together at the end of the answer. One that broke off is kept as far as it came, and
 * marked; where nothing came, nothing is kept. Of several ends the first counts. Thread-safe.
 */
public final class Exchange {
    private final ChatStore store;
    private final String owner;
    private final String chat;
    private final Supplier<Instant> clock;
    /** Guarded by this, as are the next three. */
    private final List<Turn> turns;

    private final StringBuilder answer = new StringBuilder();
    private Optional<String> answeredBy = Optional.empty();
    private boolean ended;

    /**
     * Begins without an answer.
     *
     * @param asked what is new in the conversation
     */
    public Exchange(ChatStore store, String owner, String chat, List<Turn> asked, Supplier<Instant> clock) {
        this.store = store;
        this.owner = owner;
        this.chat = chat;
        this.turns = new ArrayList<>(asked);
        this.clock = clock;
    }

    /** From here on this model answers, named so that it can be asked again. */
    public synchronized void answeredBy(String model) {
        answeredBy = Optional.of(model);
    }

    /** Goes on with the answer. */
    public synchronized void add(String text) {
        answer.append(text);
    }

    /** {@return when all is kept, as the answer is whole} */
    public CompletableFuture<Void> complete() {
        return end(false);
    }

    /** {@return when what came of the answer is kept, as no more will come} */
    public CompletableFuture<Void> breakOff() {
        return end(true);
    }

    private synchronized CompletableFuture<Void> end(boolean partial) {
        boolean nothing = ended || (partial && answer.length() == 0);
        ended = true;
        if (nothing) {
            return CompletableFuture.completedFuture(null);
        }
        turns.add(new Turn(Turn.Role.ASSISTANT, answer.toString(), partial, answeredBy, clock.get()));
        return store.add(owner, chat, turns);
    }
}
