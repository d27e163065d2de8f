package dev.llmdriver.resilience;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.resilience.internal.Course;
import dev.llmdriver.resilience.internal.RetryCourse;
import dev.llmdriver.resilience.internal.StreamCourse;
import dev.llmdriver.resilience.internal.UnaryCourse;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Tries a call again after an error that says so, see {@link RetryPolicy}. A stream is tried again only until its first content;
 * from there on its error is the caller's. Nothing is tried again that would begin after the deadline, beyond the call's cap of
 * attempts, or against the {@link RetryBudget}; the error is then the last one, with all attempts. Thread-safe.
 */
public final class RetryEngine implements ChatEngine {
    private final ChatEngine next;
    private final RetryPolicy policy;
    private final RetryBudget budget;

    /** Decorates an engine, with a budget of its own. */
    public RetryEngine(ChatEngine next, RetryPolicy policy) {
        this(next, policy, RetryBudget.standard());
    }

    /**
     * Decorates an engine.
     *
     * @param next what is tried
     * @param policy when and how often
     * @param budget shared by all engines of one provider
     */
    public RetryEngine(ChatEngine next, RetryPolicy policy, RetryBudget budget) {
        this.next = Objects.requireNonNull(next, "next");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.budget = Objects.requireNonNull(budget, "budget");
    }

    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        return UnaryCourse.start(course(call), (engine, attempt) -> engine.generate(request, attempt));
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return subscriber ->
                StreamCourse.start(course(call), (engine, attempt) -> engine.stream(request, attempt), subscriber);
    }

    private Course<ChatEngine> course(CallContext call) {
        return new RetryCourse<>(next, next.ref(), policy, budget, call);
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
