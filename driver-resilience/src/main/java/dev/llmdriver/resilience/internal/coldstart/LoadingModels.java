package dev.llmdriver.resilience.internal.coldstart;

import dev.llmdriver.ModelRef;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.course.Hints;
import dev.llmdriver.spi.CallContext;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The models that are being loaded, and who waits for each. A model stands here only while somebody waits for it. Thread-safe: one lock
 * for all, taken only for models that stand here or begin to.
 */
public final class LoadingModels {
    /** Whoever says "in a moment" again and again is not to be asked without a pause. */
    private static final Duration SHORTEST = Duration.ofMillis(500);

    private final Map<Key, LoadingModel> models = new ConcurrentHashMap<>();

    /**
     * What is loaded once.
     *
     * @param ref the model
     * @param baseUrl where, if the call says
     */
    public record Key(ModelRef ref, Optional<URI> baseUrl) {}

    /** A call that may have to wait. */
    interface Visitor {
        Key key();

        CallContext call();

        /** {@return whether it can wait so long} */
        boolean waits(Duration time);

        /** {@return whether it is over} */
        boolean isGone();
    }

    /** What a visitor is to do. */
    enum Word {
        /** Ask the model, for all. */
        ASK,
        /** Ask the model: it answers. */
        GO,
        /** Wait for the next word. */
        WAIT,
        /** Give up: it takes too long. */
        LEAVE
    }

    /**
     * What a visitor is told.
     *
     * @param word what to do
     * @param left the time until the model is asked again; null if it is being asked, or nobody knows
     * @param next the word after a wait
     */
    record Reply(Word word, @Nullable Duration left, CompletableFuture<Reply> next) {
        static Reply of(Word word, @Nullable Duration left) {
            return new Reply(word, left, new CompletableFuture<>());
        }
    }

    /** {@return whether nobody waits for a model, so that a call needs no word to go} */
    boolean isReady(Key key) {
        return models.isEmpty() || !models.containsKey(key);
    }

    /** {@return what a call does that has asked nothing yet} */
    Reply arrive(Visitor visitor) {
        return locked(visitor.key(), model -> model.isEmpty() ? Reply.of(Word.GO, null) : model.enter(visitor));
    }

    /** {@return what a call does that was told of the loading} */
    Reply loading(Visitor visitor, LlmException failure) {
        Duration named = Hints.named(failure);
        Duration hint = named.isZero() || named.compareTo(SHORTEST) > 0 ? named : SHORTEST;
        return locked(visitor.key(), model -> model.estimate(visitor, hint));
    }

    /** Lets everybody go: the model answers. */
    void answered(Key key) {
        if (!isReady(key)) {
            locked(key, LoadingModel::open);
        }
    }

    /** Takes a visitor out of the queue that has waited as long as it may; one that was told to ask goes on. */
    void overdue(Visitor visitor) {
        if (!isReady(visitor.key())) {
            locked(visitor.key(), model -> model.dismiss(visitor));
        }
    }

    /** Takes a visitor out. If it was the one to ask, the next one does. */
    void leave(Visitor visitor) {
        if (!isReady(visitor.key())) {
            locked(visitor.key(), model -> model.leave(visitor));
        }
    }

    private synchronized <T> T locked(Key key, Function<LoadingModel, T> action) {
        LoadingModel model = models.computeIfAbsent(
                key, fresh -> new LoadingModel(rung -> locked(key, current -> current.ring(rung))));
        T result = action.apply(model);
        if (model.isEmpty()) {
            model.close();
            models.remove(key);
        }
        return result;
    }
}
