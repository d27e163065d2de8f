package dev.llmdriver.resilience;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.resilience.internal.cache.Answers;
import dev.llmdriver.resilience.internal.cache.CachingEngine;
import dev.llmdriver.spi.ChatEngine;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Answers what was answered before, without sending anything.
 *
 * <p>Only what is repeatable is looked up and kept: requests of temperature 0, of top-k 1, or with a seed; without media behind an
 * address; and without a key, base URL or header of their own. Everything else passes by. Kept are complete answers (finish reasons
 * {@code STOP} and {@code TOOL_CALLS}) of the model that was asked, not of one that it fell back to. Two requests are the same if all
 * is equal that is sent, to the same {@link dev.llmdriver.ModelRef}; labels, deadlines and timeouts do not matter.
 *
 * <p>An answer from the cache carries a {@link dev.llmdriver.Warning} of code {@code cached}, no attempts of its own and no usage, for
 * nothing was used; a stream tells it as one event for each part. Equal requests at one time are each sent. Time is that of the first
 * call's clock. Thread-safe; engines that share a cache share what it keeps, in memory.
 */
public final class AnswerCache {
    private final long maxEntries;
    private final Duration ttl;
    private final Answers answers;

    private AnswerCache(long maxEntries, Duration ttl) {
        this.maxEntries = maxEntries;
        this.ttl = ttl;
        this.answers = new Answers(maxEntries, ttl);
    }

    /**
     * Creates an empty cache.
     *
     * @param maxEntries how many answers it holds at most, at least 1; the ones used least give way
     * @param ttl how long an answer is kept, more than zero
     * @return the cache
     */
    public static AnswerCache of(long maxEntries, Duration ttl) {
        if (maxEntries < 1) {
            throw new IllegalArgumentException("a cache must hold at least one answer: " + maxEntries);
        }
        if (ttl.isNegative() || ttl.isZero()) {
            throw new IllegalArgumentException("the time that an answer is kept must be more than zero: " + ttl);
        }
        return new AnswerCache(maxEntries, ttl);
    }

    /** Forgets every answer. */
    public void clear() {
        answers.clear();
    }

    /** {@return how many answers are kept, approximately while calls are under way} */
    public long size() {
        return answers.size();
    }

    ChatEngine over(ChatEngine next) {
        return over(next, UnaryOperator.identity());
    }

    ChatEngine over(ChatEngine next, UnaryOperator<ChatRequest> asSent) {
        return new CachingEngine(next, answers, asSent);
    }

    @Override
    public String toString() {
        return "AnswerCache[maxEntries=" + maxEntries + ", ttl=" + ttl + "]";
    }
}
