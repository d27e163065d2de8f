package dev.llmdriver.client.output;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Accepts an answer or says what is wrong with it. May be called on any thread; must not block.
 *
 * @param <T> what is checked
 */
@FunctionalInterface
public interface OutputCheck<T> {
    /**
     * Looks at an answer.
     *
     * @param answer what the model answered
     * @return what is wrong, in words for the model, which is asked to put it right; empty to accept
     */
    Optional<String> fault(T answer);

    /**
     * Makes a check of a condition.
     *
     * @param condition what must hold
     * @param fault what is wrong if it does not, in words for the model
     * @param <T> what is checked
     * @return the check
     */
    static <T> OutputCheck<T> that(Predicate<? super T> condition, String fault) {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(fault, "fault");
        return answer -> condition.test(answer) ? Optional.empty() : Optional.of(fault);
    }
}
