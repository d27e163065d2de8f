package dev.llmdriver.resilience.internal.course;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.EmbeddingEngine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * An embedding engine whose calls take a course, each its own. Thread-safe.
 *
 * @param next what it stands on
 * @param courses gives a call its course
 */
public record CourseEmbedding(
        EmbeddingEngine next, BiFunction<EmbeddingRequest, CallContext, Course<EmbeddingEngine>> courses)
        implements EmbeddingEngine {
    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
        return UnaryCourse.start(courses.apply(request, call), (engine, run) -> engine.embed(request, run));
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : next.unwrap(type);
    }
}
