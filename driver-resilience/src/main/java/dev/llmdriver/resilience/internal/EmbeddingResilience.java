package dev.llmdriver.resilience.internal;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.resilience.RetryBudget;
import dev.llmdriver.resilience.RetryPolicy;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.EmbeddingEngine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Deadline and retry for embeddings.
 *
 * @param limit the time for calls whose request names none
 * @param policy when and how often to try again
 * @param budget shared by all engines of one provider
 */
public record EmbeddingResilience(Duration limit, RetryPolicy policy, RetryBudget budget) {
    /** {@return an engine behind both} */
    public EmbeddingEngine over(EmbeddingEngine driver) {
        return new Engine(driver, this);
    }

    private record Engine(EmbeddingEngine next, EmbeddingResilience settings) implements EmbeddingEngine {
        @Override
        public ModelRef ref() {
            return next.ref();
        }

        @Override
        public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
            Deadline deadline =
                    new Deadline(next.ref(), call, request.deadline().orElse(settings.limit()));
            Course<EmbeddingEngine> course =
                    new RetryCourse<>(next, next.ref(), settings.policy(), settings.budget(), call);
            return deadline.bound(() -> UnaryCourse.start(course, (engine, attempt) -> engine.embed(request, attempt)));
        }

        @Override
        public <T> Optional<T> unwrap(Class<T> type) {
            return type.isInstance(this) ? Optional.of(type.cast(this)) : next.unwrap(type);
        }
    }
}
