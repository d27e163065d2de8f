package dev.llmdriver.resilience.internal.course;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;

/**
 * The way of one call through its failures: retry, cold start, fallback and the rotation of keys are courses. {@link UnaryCourse} and
 * {@link StreamCourse} walk them. One thread at a time, {@link #responding} and {@link #ended} excepted.
 *
 * @param <E> what is run: an engine
 */
public interface Course<E> {
    /** {@return the call} */
    CallContext call();

    /** {@return what to begin with} */
    Step<E> begin();

    /**
     * Decides what follows a failure. Not asked once content has reached the caller or the time is up: the failure is then the call's.
     *
     * @param failure how the last run failed
     * @return what to do next
     */
    Step<E> after(LlmException failure);

    /** Hears that content came: any thread, perhaps more than once. */
    default void responding() {}

    /**
     * Hears of the end, a cancel among others: any thread, perhaps more than once.
     *
     * @param answered whether the whole answer came
     */
    default void ended(boolean answered) {}
}
