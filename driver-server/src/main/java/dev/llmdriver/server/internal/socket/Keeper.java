package dev.llmdriver.server.internal.socket;

import dev.llmdriver.ModelRef;
import dev.llmdriver.server.internal.chats.ChatStore;
import dev.llmdriver.server.internal.chats.Turn;
import dev.llmdriver.spi.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads what was said before a question, and keeps the question with its answer: both, or, if nothing was answered, neither. */
final class Keeper {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.server");

    private final ChatStore store;
    private final String owner;
    private final Question question;
    private final Scheduler scheduler;
    private final Instant asked;

    Keeper(ChatStore store, String owner, Question question, Scheduler scheduler) {
        this.store = store;
        this.owner = owner;
        this.question = question;
        this.scheduler = scheduler;
        this.asked = scheduler.now();
    }

    /** {@return the turns before; without the last answer and its question, if that is asked again} */
    CompletableFuture<List<Turn>> earlier(int most) {
        return store.turns(owner, question.chat(), most).thenApply(turns -> {
            int end = turns.size();
            boolean same = end >= 2 && turns.get(end - 2).text().equals(question.text());
            return question.again() && same ? turns.subList(0, end - 2) : turns;
        });
    }

    /** {@return whether the turn was kept; never fails} */
    CompletableFuture<Boolean> keep(String text, boolean partial, @Nullable ModelRef by) {
        if (text.isBlank()) {
            return CompletableFuture.completedFuture(false);
        }
        Optional<String> model = Optional.ofNullable(by).map(ModelRef::toString);
        List<Turn> turns = List.of(
                new Turn(Turn.Role.USER, question.text(), false, Optional.empty(), asked),
                new Turn(Turn.Role.ASSISTANT, text, partial, model, scheduler.now()));
        return store.add(owner, question.chat(), turns).handle((kept, failure) -> {
            if (failure != null) {
                LOG.log(Level.WARNING, () -> "an answer was not kept: " + failure.getMessage()); // its causes quote it
            }
            return failure == null;
        });
    }
}
