package dev.llmdriver.resilience.internal;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.resilience.RetryBudget;
import dev.llmdriver.resilience.RetryPolicy;
import dev.llmdriver.resilience.internal.coldstart.ColdStarts;
import dev.llmdriver.resilience.internal.course.CourseEmbedding;
import dev.llmdriver.resilience.internal.deadline.Deadline;
import dev.llmdriver.resilience.internal.deadline.Endings;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.GatedEmbedding;
import dev.llmdriver.resilience.internal.key.Keys;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.EmbeddingEngine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Deadline, cold start, retry, keys and gates for embeddings.
 *
 * @param limit the time for calls whose request names none
 * @param endings those with whom a call may be ended before
 * @param policy when and how often to try again
 * @param budget shared by all engines of one provider
 * @param coldStarts how to wait for models to be loaded
 * @param keys what attempts are sent with, unless the configured key
 * @param callGates what a whole call must pass, the first one first
 * @param attemptGates what every attempt must pass, the first one first
 */
public record EmbeddingResilience(
        Duration limit,
        Endings endings,
        RetryPolicy policy,
        RetryBudget budget,
        ColdStarts coldStarts,
        Optional<Keys> keys,
        List<Gate> callGates,
        List<Gate> attemptGates) {
    /** {@return an engine behind all of it} */
    public EmbeddingEngine over(EmbeddingEngine driver) {
        EmbeddingEngine attempts = gated(driver, attemptGates);
        EmbeddingEngine keyed = keys.map(pool -> pool.over(attempts)).orElse(attempts);
        return new Engine(gated(waiting(retrying(keyed)), callGates), this);
    }

    private static EmbeddingEngine gated(EmbeddingEngine next, List<Gate> gates) {
        EmbeddingEngine engine = next;
        for (int i = gates.size() - 1; i >= 0; i--) {
            engine = new GatedEmbedding(engine, gates.get(i));
        }
        return engine;
    }

    private EmbeddingEngine retrying(EmbeddingEngine next) {
        return new CourseEmbedding(next, (request, call) -> new RetryCourse<>(next, next.ref(), policy, budget, call));
    }

    private EmbeddingEngine waiting(EmbeddingEngine next) {
        return new CourseEmbedding(
                next, (request, call) -> coldStarts.course(next, next.ref(), request.callOptions(), call));
    }

    private record Engine(EmbeddingEngine next, EmbeddingResilience settings) implements EmbeddingEngine {
        @Override
        public ModelRef ref() {
            return next.ref();
        }

        @Override
        public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
            Deadline deadline =
                    new Deadline(next.ref(), call, request.deadline().orElse(settings.limit()), settings.endings());
            return deadline.bound(() -> next.embed(request, call));
        }

        @Override
        public <T> Optional<T> unwrap(Class<T> type) {
            return type.isInstance(this) ? Optional.of(type.cast(this)) : next.unwrap(type);
        }
    }
}
