package dev.llmdriver.error;

import dev.llmdriver.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything this library throws. Unchecked; carries data, so nobody has to parse messages. The message says cause and
 * remedy and never holds a key, a URL's query or a prompt.
 */
public abstract class LlmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorDetails details;

    LlmException(ErrorDetails details) {
        super(details.message(), details.cause());
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
     * Unwraps what futures wrap. A {@link CancellationException} becomes a {@link CancelledException}.
     *
     * @param failure anything thrown by {@code join()}, {@code get()} or handed to a dependent stage
     * @return the error inside, or a {@link MalformedResponseException} with reason {@code internal} around a foreign one
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
        if (inner instanceof CancellationException) {
            return builder(ErrorKind.CANCELLED, "the call was cancelled")
                    .cause(inner)
                    .build();
        }
        return builder(ErrorKind.MALFORMED_RESPONSE, "unexpected failure inside the driver: " + inner)
                .reason("internal")
                .advice(Advice.STOP)
                .cause(inner)
                .build();
    }

    /** {@return a builder that starts with all of this error, for decorators that know more; the cause is this error's cause} */
    public LlmExceptionBuilder toBuilder() {
        return new LlmExceptionBuilder(details);
    }

    /**
     * Copies this error onto the calling thread's stack, as blocking calls need it.
     *
     * @return an error of the same class and data, with this one as its cause
     */
    public LlmException onThisStack() {
        return toBuilder().cause(this).build();
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
