package dev.llmdriver.resilience.internal;

import dev.llmdriver.ModelRef;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** How the targets of one call failed, in order. One thread at a time. */
final class TargetFailures {
    private final Scheduler scheduler;
    private final List<Failure> failures = new ArrayList<>();

    TargetFailures(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    private record Failure(ModelRef ref, LlmException error, long at) {
        String shown() {
            return ref + " (" + error.kind().wireName() + ")";
        }
    }

    void add(ModelRef ref, LlmException error) {
        failures.add(new Failure(ref, error, scheduler.nanoTime()));
    }

    boolean isEmpty() {
        return failures.isEmpty();
    }

    /** {@return the last error; those before it are suppressed} */
    LlmException last() {
        LlmException last = failures.get(failures.size() - 1).error();
        if (failures.size() == 1) {
            return last;
        }
        LlmException copy = last.toBuilder().build();
        failures.subList(0, failures.size() - 1).forEach(before -> copy.addSuppressed(before.error()));
        return copy;
    }

    /** {@return the error of a call that nobody answers; a single target's own} */
    LlmException exhausted() {
        Failure first = failures.get(0);
        if (failures.size() == 1) {
            return first.error();
        }
        LlmException error = soonest().ref(first.ref()).cause(first.error()).build();
        failures.subList(1, failures.size()).forEach(other -> error.addSuppressed(other.error()));
        return error;
    }

    /** Who may answer first decides what to do next. */
    private LlmExceptionBuilder soonest() {
        Failure soonest = failures.stream()
                .filter(failure -> comesBack(failure.error()))
                .min(Comparator.comparing(this::left))
                .orElse(null);
        LlmExceptionBuilder builder = LlmException.builder(ErrorKind.TARGETS_EXHAUSTED, message());
        if (soonest == null) {
            return builder;
        }
        return soonest.error().retryAfter().isEmpty()
                ? builder.advice(Advice.RETRY)
                : builder.advice(Advice.WAIT_THEN_RETRY).retryAfter(left(soonest));
    }

    private static boolean comesBack(LlmException error) {
        return error.retryAfter().isPresent() || error.advice() == Advice.RETRY;
    }

    private Duration left(Failure failure) {
        Duration since = Duration.ofNanos(scheduler.nanoTime() - failure.at());
        Duration left = failure.error().retryAfter().orElse(Duration.ZERO).minus(since);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private String message() {
        return "no target answered: " + failures.stream().map(Failure::shown).collect(Collectors.joining(", "))
                + "; the cause is the first one's error, the others are suppressed";
    }
}
