package dev.llmdriver.resilience.internal.course;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What holds for every course: nothing begins after content has reached the caller, or after the deadline. */
final class Courses {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.resilience");

    private Courses() {}

    /** {@return what follows a failure} */
    static <E> Step<E> after(Course<E> course, LlmException failure) {
        CallContext call = course.call();
        Step<E> step = call.isCommitted() || isOver(call) ? new Step.Fail<>(failure) : decided(course, failure);
        LOG.log(
                Level.DEBUG,
                () -> "call " + call.callId() + ": " + failure.kind().wireName() + ", " + describe(step));
        return step;
    }

    /** Who decides may ask others, who may throw: the call must end all the same. */
    private static <E> Step<E> decided(Course<E> course, LlmException failure) {
        try {
            return course.after(failure);
        } catch (RuntimeException thrown) {
            LlmException broken = LlmException.of(thrown);
            broken.addSuppressed(failure);
            return new Step.Fail<>(broken);
        }
    }

    private static String describe(Step<?> step) {
        if (step instanceof Step.Wait<?> wait) {
            return wait.event().toString();
        }
        return step instanceof Step.Run<?> ? "going on" : "giving up";
    }

    /** {@return what follows a wait that ended in a step or in a failure} */
    static <E> Step<E> woken(Course<E> course, @Nullable Step<E> step, @Nullable Throwable thrown) {
        if (step == null) {
            return new Step.Fail<>(LlmException.of(thrown == null ? new IllegalStateException("no step") : thrown));
        }
        return step instanceof Step.Run<E> && isOver(course.call()) ? new Step.Fail<>(late()) : step;
    }

    private static boolean isOver(CallContext call) {
        return call.remaining().map(Duration::isZero).orElse(false);
    }

    private static LlmException late() {
        return LlmException.builder(ErrorKind.TIMEOUT, "the deadline passed while the call waited; allow more time")
                .reason("deadline")
                .build();
    }

    /** {@return the failure with every attempt of the call} */
    static LlmException complete(Course<?> course, LlmException failure) {
        var ledger = course.call().ledger();
        return failure.attempts().size() == ledger.attempts().size()
                ? failure
                : failure.toBuilder().attempts(ledger.attempts()).build();
    }
}
