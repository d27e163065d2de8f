package dev.llmdriver.resilience.internal.course;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;

/**
 * The course of a call that a strategy has nothing to do with.
 *
 * @param target what is run
 * @param call the call
 * @param <E> what is run
 */
public record StraightCourse<E>(E target, CallContext call) implements Course<E> {
    @Override
    public Step<E> begin() {
        return new Step.Run<>(target, call);
    }

    @Override
    public Step<E> after(LlmException failure) {
        return new Step.Fail<>(failure);
    }
}
