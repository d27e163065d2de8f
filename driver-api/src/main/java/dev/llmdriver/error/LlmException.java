package dev.llmdriver.error;

import dev.llmdriver.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything this library throws. Unchecked; carries data, so nobody has to parse messages. The message says cause and
 * remedy and never holds a key, a URL's query or a prompt. Java's serialisation keeps everything but the partial answer, of which it
 * keeps the text.
 */
public abstract class LlmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorDetails details;

    LlmException(ErrorDetails details) {
        super(details.message());
        this.details = details;
    }

    /**
     * Starts an error; drivers and decorators use this.
     *
     * @param kind what went wrong; decides the class
     * @param message cause and remedy, without secrets
     * @return a builder for the rest
     */
    public static LlmExceptionBuilder builder(ErrorKind kind, String message) {
        return new LlmExceptionBuilder(kind, message);
    }

    /**
     * Unwraps what futures wrap. A {@link CancellationException} or {@link InterruptedException} becomes a
     * {@link CancelledException}, the {@link TimeoutException} of a future's own clock an {@link LlmTimeoutException} with reason
     * {@code future}.
     *
     * @param failure anything thrown by {@code join()}, {@code get()} or handed to a dependent stage
     * @return the error inside, or a {@link MalformedResponseException} with reason {@code internal} around a foreign one, whose own
     *     message is left to the cause because nobody knows what it holds
     */
    public static LlmException of(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        if (inner instanceof LlmException known) {
            return known;
        }
        return foreign(inner).cause(inner).build();
    }

    private static LlmExceptionBuilder foreign(Throwable inner) {
        if (inner instanceof CancellationException) {
            return builder(ErrorKind.CANCELLED, "the call was cancelled");
        }
        if (inner instanceof InterruptedException) {
            return builder(ErrorKind.CANCELLED, "the waiting thread was interrupted")
                    .reason("interrupted");
        }
        if (inner instanceof TimeoutException) {
            return builder(ErrorKind.TIMEOUT, "the time that the caller gave to the future is over")
                    .reason("future");
        }
        return builder(
                        ErrorKind.MALFORMED_RESPONSE,
                        "unexpected failure inside the driver: "
                                + inner.getClass().getName() + "; see the cause")
                .reason("internal")
                .advice(Advice.STOP);
    }

    /** {@return a builder that starts with all of this error, its cause and what it suppressed included; for who knows more} */
    public LlmExceptionBuilder toBuilder() {
        return new LlmExceptionBuilder(this);
    }

    /**
     * Copies this error onto the calling thread's stack, as blocking calls need it.
     *
     * @return an error of the same class and data. Its cause is this error's cause, on which callers may rely; where there is none,
     *     it is this error, for the sake of its stack
     */
    public LlmException onThisStack() {
        return getCause() == null
                ? toBuilder().cause(this).build()
                : toBuilder().build();
    }

    final ErrorDetails details() {
        return details;
    }

    /** {@return what went wrong, in a word} */
    public ErrorKind kind() {
        return details.kind();
    }

    /** {@return the kind's finer shade, low-cardinality, such as {@code gated} or {@code daily}; empty if there is none} */
    public String reason() {
        return details.reason();
    }

    /** {@return what is best done next} */
    public Advice advice() {
        return details.advice();
    }

    /** {@return where in the call it failed} */
    public Phase phase() {
        return details.phase();
    }

    /** {@return the configured provider that was asked} */
    public Optional<String> provider() {
        return Optional.ofNullable(details.provider());
    }

    /** {@return the model that was asked for} */
    public Optional<String> model() {
        return Optional.ofNullable(details.model());
    }

    /** {@return the HTTP status; empty if no answer came} */
    public OptionalInt status() {
        Integer status = details.status();
        return status == null ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** {@return the provider's own code or type of the error} */
    public Optional<String> code() {
        return Optional.ofNullable(details.code());
    }

    /** {@return the provider's id of the request, for its support} */
    public Optional<String> requestId() {
        return Optional.ofNullable(details.requestId());
    }

    /** {@return the time from when the answer came until it makes sense to ask again, as the provider says} */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(details.retryAfter());
    }

    /** {@return every request that left the process for this call; empty if none did} */
    public List<Attempt> attempts() {
        return details.attempts();
    }

    /** {@return what had come of the answer} */
    public Optional<PartialAnswer> partial() {
        return Optional.ofNullable(details.partial());
    }

    /** {@return the beginning of the provider's answer, at most 2,000 characters, without keys} */
    public Optional<String> excerpt() {
        return Optional.ofNullable(details.excerpt());
    }

    static @Nullable String bounded(@Nullable String excerpt) {
        return excerpt == null || excerpt.length() <= 2000 ? excerpt : excerpt.substring(0, 2000);
    }
}
