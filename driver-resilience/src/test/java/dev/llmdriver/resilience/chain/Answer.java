package dev.llmdriver.resilience.chain;

import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import java.time.Duration;

/**
 * What the scripted provider does with one request.
 *
 * @param kind what happens
 * @param latency how long nothing happens first
 * @param hint the time to come back that an error names; zero for none
 * @param contents how many pieces of text come before the end, or before it breaks
 * @param gap the time from one piece to the next
 */
record Answer(Kind kind, Duration latency, Duration hint, int contents, Duration gap) {
    /** What happens to a request. */
    enum Kind {
        OK(null),
        RATE_LIMITED(ErrorKind.RATE_LIMITED),
        LOADING(ErrorKind.MODEL_LOADING),
        OVERLOADED(ErrorKind.OVERLOADED),
        SERVER_ERROR(ErrorKind.SERVER_ERROR),
        /** Nothing leaves the process. */
        UNREACHABLE(ErrorKind.CONNECT_FAILED),
        QUOTA(ErrorKind.QUOTA_EXHAUSTED),
        WRONG_KEY(ErrorKind.AUTHENTICATION),
        TOO_LONG(ErrorKind.CONTEXT_LENGTH),
        /** The stream begins, and breaks before the first content. */
        CUT_BEFORE(ErrorKind.STREAM_INTERRUPTED),
        /** The stream breaks within its content. */
        CUT_AFTER(ErrorKind.STREAM_INTERRUPTED),
        /** Nothing comes, until the deadline. */
        STALL(ErrorKind.TIMEOUT),
        /** Nothing comes, and the driver forgets the deadline. */
        DEAF(ErrorKind.TIMEOUT),
        /** Some content comes, and then nothing until the deadline. */
        STALL_AFTER(ErrorKind.TIMEOUT);

        private final ErrorKind error;

        Kind(ErrorKind error) {
            this.error = error;
        }
    }

    static Answer ok() {
        return of(Kind.OK);
    }

    static Answer of(Kind kind) {
        return new Answer(kind, Duration.ZERO, Duration.ZERO, 2, Duration.ZERO);
    }

    Answer after(Duration time) {
        return new Answer(kind, time, hint, contents, gap);
    }

    Answer hinting(Duration time) {
        return new Answer(kind, latency, time, contents, gap);
    }

    /** {@return whether it ends by itself, and not by the deadline or a cancel} */
    boolean ends() {
        return kind != Kind.STALL && kind != Kind.STALL_AFTER && kind != Kind.DEAF;
    }

    boolean isError() {
        return kind != Kind.OK;
    }

    /** {@return whether a stream of it has content} */
    boolean hasContent() {
        return kind == Kind.OK || kind == Kind.CUT_AFTER || kind == Kind.STALL_AFTER;
    }

    /** {@return whether a stream of it begins with a head of success} */
    boolean begins() {
        return hasContent() || kind == Kind.CUT_BEFORE;
    }

    LlmException failure(ModelRef ref) {
        LlmExceptionBuilder failure =
                LlmException.builder(kind.error, "scripted").ref(ref);
        return (hint.isZero() ? failure : failure.retryAfter(hint)).build();
    }
}
