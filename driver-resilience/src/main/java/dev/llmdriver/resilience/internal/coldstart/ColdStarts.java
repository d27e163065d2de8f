package dev.llmdriver.resilience.internal.coldstart;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ModelRef;
import dev.llmdriver.resilience.internal.course.Course;
import dev.llmdriver.spi.CallContext;
import java.time.Duration;

/**
 * How calls wait for models to be loaded.
 *
 * @param maxWait the longest time a call waits, all in all
 * @param models where those wait who share the waiting
 */
public record ColdStarts(Duration maxWait, LoadingModels models) {
    /** {@return one for waits of up to that time} */
    public static ColdStarts of(Duration maxWait) {
        return new ColdStarts(maxWait, new LoadingModels());
    }

    /** {@return the course of a call} */
    public <E> Course<E> course(E target, ModelRef ref, CallOptions options, CallContext call) {
        return new ColdStartCourse<>(target, new LoadingModels.Key(ref, options.baseUrl()), this, call);
    }
}
