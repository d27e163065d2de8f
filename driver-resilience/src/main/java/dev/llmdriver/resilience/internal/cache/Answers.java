package dev.llmdriver.resilience.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Complete answers, each for some time, the least used ones giving way. Thread-safe; no thread of its own. */
public final class Answers {
    private final AtomicReference<@Nullable Scheduler> time = new AtomicReference<>();
    private final Cache<Question, ChatResponse> cache;

    /**
     * Creates an empty store.
     *
     * @param maxEntries how many answers at most
     * @param ttl how long each
     */
    public Answers(long maxEntries, Duration ttl) {
        this.cache = Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .expireAfterWrite(ttl)
                .ticker(this::read)
                .executor(Runnable::run)
                .build();
    }

    /** Nothing is kept before a call has brought its clock. */
    private long read() {
        Scheduler known = time.get();
        return known == null ? 0 : known.nanoTime();
    }

    Optional<ChatResponse> find(Question question, CallContext call) {
        time.compareAndSet(null, call.scheduler());
        return Optional.ofNullable(cache.getIfPresent(question));
    }

    /** Keeps an answer if it is whole and from whom was asked, without what belongs to its call alone. */
    void keep(Question question, ChatResponse answer) {
        Kind end = answer.finishReason().kind();
        boolean whole = end == Kind.STOP || end == Kind.TOOL_CALLS;
        if (whole && answer.ref().equals(question.ref())) {
            cache.put(question, answer.toBuilder().attempts(List.of()).build());
        }
    }

    /** Forgets everything. */
    public void clear() {
        cache.invalidateAll();
    }

    /** {@return about how many answers there are} */
    public long size() {
        cache.cleanUp();
        return cache.estimatedSize();
    }
}
