package dev.llmdriver.resilience;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.resilience.internal.deadline.Deadline;
import dev.llmdriver.resilience.internal.deadline.Endings;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Gives every call an end in time, all its attempts and waits included. The clock starts when the call enters, a stream's when it is
 * subscribed to. What is beneath ends by itself at the deadline; if it does not, it is cancelled 50 ms later and the call fails with a
 * {@link dev.llmdriver.error.LlmTimeoutException}. Thread-safe.
 */
public final class DeadlineEngine implements ChatEngine {
    /** The time for a call, unless configured otherwise. */
    public static final Duration DEFAULT = Duration.ofMinutes(5);

    private final ChatEngine next;
    private final Duration limit;
    private final Endings endings;

    /**
     * Decorates an engine.
     *
     * @param next what is bounded
     * @param limit the time for calls whose request names none; more than zero
     */
    public DeadlineEngine(ChatEngine next, Duration limit) {
        this(next, limit, new Endings());
    }

    DeadlineEngine(ChatEngine next, Duration limit, Endings endings) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a deadline must be more than zero: " + limit);
        }
        this.next = Objects.requireNonNull(next, "next");
        this.limit = limit;
        this.endings = endings;
    }

    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        return deadline(request, call).bound(() -> next.generate(request, call));
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return subscriber -> deadline(request, call).bound(() -> next.stream(request, call), subscriber);
    }

    private Deadline deadline(ChatRequest request, CallContext call) {
        return new Deadline(next.ref(), call, request.deadline().orElse(limit), endings);
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return next.explain(request, mode);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : next.unwrap(type);
    }
}
