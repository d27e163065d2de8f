package dev.llmdriver.resilience.internal.course;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;

/**
 * An engine whose calls take a course, each its own. Thread-safe.
 *
 * @param next what it stands on: who is named, explained and unwrapped
 * @param courses gives a call its course; a stream's when it is subscribed to
 */
public record CourseEngine(ChatEngine next, BiFunction<ChatRequest, CallContext, Course<ChatEngine>> courses)
        implements ChatEngine {
    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        return UnaryCourse.start(courses.apply(request, call), (engine, run) -> engine.generate(request, run));
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return subscriber -> StreamCourse.start(
                courses.apply(request, call), (engine, run) -> engine.stream(request, run), subscriber);
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
