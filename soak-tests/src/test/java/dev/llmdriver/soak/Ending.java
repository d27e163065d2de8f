package dev.llmdriver.soak;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended, as its caller saw it: with an answer, with an error, or left alone.
 *
 * @param text the answer's; of vectors nothing but that they came
 * @param failure the error
 */
record Ending(@Nullable String text, @Nullable LlmException failure) {
    /** Thrown by callers out of their own code. */
    static final class Mischief extends RuntimeException {
        private static final long serialVersionUID = 1;

        Mischief() {
            super("a caller's own", null, false, false);
        }
    }

    static Ending answered(String text) {
        return new Ending(text, null);
    }

    /** {@return the end of a call that failed; anything but an {@link LlmException} is a fault} */
    static Ending failed(Throwable thrown) {
        Throwable cause =
                thrown instanceof ExecutionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof LlmException known) {
            return new Ending(null, known);
        }
        if (cause instanceof CancellationException || cause instanceof Mischief) {
            return new Ending(
                    null,
                    LlmException.builder(ErrorKind.CANCELLED, "cancelled by the caller")
                            .build());
        }
        throw new AssertionError("a call ended with " + cause, cause);
    }

    /** {@return the end of a call whose caller has gone} */
    static Ending abandoned() {
        return new Ending(null, null);
    }

    boolean isAbandoned() {
        return text == null && failure == null;
    }

    Optional<ErrorKind> kind() {
        return Optional.ofNullable(failure).map(LlmException::kind);
    }

    /** {@return in one word, for the summary} */
    String outcome() {
        return text != null ? "answered" : kind().map(ErrorKind::wireName).orElse("abandoned");
    }
}
