package dev.llmdriver.server.internal.chats;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A question and the answer to it, which are kept together at the end of the answer. One that broke off is kept as far as it came, and
 * marked; where no word came of it, nothing is kept, nor when the conversation was deleted meanwhile. Of several ends the first
 * counts. Thread-safe.
 */
public final class Exchange {
    private final Supplier<Instant> clock;
    private final Function<List<Turn>, CompletableFuture<Void>> keeper;
    private final CompletableFuture<Boolean> kept = new CompletableFuture<>();
    private final CompletableFuture<Void> deleted = new CompletableFuture<>();
    /** Guarded by this, as are the next three. */
    private final List<Turn> turns = new ArrayList<>();

    private final StringBuilder answer = new StringBuilder();
    private Optional<String> answeredBy = Optional.empty();
    private boolean ended;

    /**
     * Begins without a question, and without an answer.
     *
     * @param keeper keeps turns
     */
    Exchange(Supplier<Instant> clock, Function<List<Turn>, CompletableFuture<Void>> keeper) {
        this.clock = clock;
        this.keeper = keeper;
    }

    /** Says what is new in the conversation. It may take a while to find out, so the exchange begins before. */
    public synchronized void ask(List<Turn> asked) {
        turns.addAll(asked);
    }

    /** From here on this model answers, named so that it can be asked again. */
    public synchronized void answeredBy(String model) {
        answeredBy = Optional.of(model);
    }

    /** Goes on with the answer. */
    public synchronized void add(String text) {
        answer.append(text);
    }

    /** {@return whether all is kept, as the answer is whole; fails if the store does} */
    public CompletableFuture<Boolean> complete() {
        return end(false);
    }

    /** {@return whether what came of the answer is kept, as no more will come; fails if the store does} */
    public CompletableFuture<Boolean> breakOff() {
        return end(true);
    }

    private CompletableFuture<Boolean> end(boolean partial) {
        if (isFirstEnd()) {
            Optional<List<Turn>> all = whole(partial);
            if (all.isPresent()) {
                keep(all.get());
            } else {
                kept.complete(false);
            }
        }
        return kept;
    }

    private synchronized boolean isFirstEnd() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    private synchronized Optional<List<Turn>> whole(boolean partial) {
        String text = answer.toString();
        if (partial && text.isBlank()) {
            return Optional.empty();
        }
        turns.add(new Turn(Turn.Role.ASSISTANT, text, partial, answeredBy, clock.get()));
        return Optional.of(List.copyOf(turns));
    }

    private void keep(List<Turn> all) {
        keeper.apply(all).whenComplete((done, failure) -> {
            if (failure == null) {
                kept.complete(true);
            } else {
                kept.completeExceptionally(failure);
            }
        });
    }

    /** Has something done when the conversation is deleted, or at once if it was. */
    public void whenDeleted(Runnable task) {
        deleted.thenRun(task);
    }

    /** {@return whether the conversation was deleted meanwhile} */
    public boolean isDeleted() {
        return deleted.isDone();
    }

    /** {@return when nothing more of this will be kept, as the conversation is deleted; may fail} */
    CompletableFuture<Boolean> drop() {
        if (isFirstEnd()) {
            kept.complete(false);
        }
        deleted.complete(null);
        return kept;
    }

    /** {@return when it has ended, with all that was to be kept} */
    CompletableFuture<Boolean> ended() {
        return kept;
    }
}
