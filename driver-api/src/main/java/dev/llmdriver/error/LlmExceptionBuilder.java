package dev.llmdriver.error;

import dev.llmdriver.Attempt;
import dev.llmdriver.ModelRef;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts an {@link LlmException} of the class that belongs to its kind together. Not thread-safe. */
public final class LlmExceptionBuilder {
    private final ErrorKind kind;
    private String message;
    private String reason = "";
    private Advice advice;
    private Phase phase = Phase.LOCAL;
    private @Nullable String provider;
    private @Nullable String model;
    private @Nullable Integer status;
    private @Nullable String code;
    private @Nullable String requestId;
    private @Nullable Duration retryAfter;
    private List<Attempt> attempts = List.of();
    private @Nullable PartialAnswer partial;
    private @Nullable String excerpt;
    private List<String> faults = List.of();
    private @Nullable Throwable cause;
    private List<Throwable> suppressed = List.of();

    LlmExceptionBuilder(ErrorKind kind, String message) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.message = Objects.requireNonNull(message, "message");
        this.advice = kind.advice();
    }

    LlmExceptionBuilder(LlmException error) {
        this(error.details());
        this.cause = error.getCause();
        this.suppressed = List.of(error.getSuppressed());
    }

    private LlmExceptionBuilder(ErrorDetails from) {
        this(from.kind(), from.message());
        this.reason = from.reason();
        this.advice = from.advice();
        this.phase = from.phase();
        this.provider = from.provider();
        this.model = from.model();
        this.status = from.status();
        this.code = from.code();
        this.requestId = from.requestId();
        this.retryAfter = from.retryAfter();
        this.attempts = from.attempts();
        this.partial = from.partial();
        this.excerpt = from.excerpt();
        this.faults = from.faults();
    }

    /** Replaces the message: cause and remedy, without secrets. */
    public LlmExceptionBuilder message(String message) {
        this.message = Objects.requireNonNull(message, "message");
        return this;
    }

    /** Sets the kind's finer shade, lower-case and low-cardinality. */
    public LlmExceptionBuilder reason(String reason) {
        this.reason = Objects.requireNonNull(reason, "reason");
        return this;
    }

    /** Sets what is best done next, where it differs from the kind's usual advice. */
    public LlmExceptionBuilder advice(Advice advice) {
        this.advice = Objects.requireNonNull(advice, "advice");
        return this;
    }

    /** Sets where in the call it failed. */
    public LlmExceptionBuilder phase(Phase phase) {
        this.phase = Objects.requireNonNull(phase, "phase");
        return this;
    }

    /** Sets who was asked. */
    public LlmExceptionBuilder ref(ModelRef ref) {
        this.model = ref.model();
        return provider(ref.provider());
    }

    /** Sets the configured provider that was asked. */
    public LlmExceptionBuilder provider(String provider) {
        this.provider = Objects.requireNonNull(provider, "provider");
        return this;
    }

    /** Sets the HTTP status. */
    public LlmExceptionBuilder status(int status) {
        this.status = status;
        return this;
    }

    /** Sets the provider's own code or type of the error. */
    public LlmExceptionBuilder code(String code) {
        this.code = Objects.requireNonNull(code, "code");
        return this;
    }

    /** Sets the provider's id of the request. */
    public LlmExceptionBuilder requestId(String requestId) {
        this.requestId = Objects.requireNonNull(requestId, "requestId");
        return this;
    }

    /** Sets the provider's hint, from when its answer came. */
    public LlmExceptionBuilder retryAfter(Duration retryAfter) {
        this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
        return this;
    }

    /** Sets every request that left the process for this call. */
    public LlmExceptionBuilder attempts(List<Attempt> attempts) {
        this.attempts = List.copyOf(attempts);
        return this;
    }

    /** Sets what had come of the answer. */
    public LlmExceptionBuilder partial(PartialAnswer partial) {
        this.partial = Objects.requireNonNull(partial, "partial");
        return this;
    }

    /** Sets the beginning of the provider's answer; keys must have been removed, the length is cut to 2,000 characters here. */
    public LlmExceptionBuilder excerpt(String excerpt) {
        this.excerpt = LlmException.bounded(Objects.requireNonNull(excerpt, "excerpt"));
        return this;
    }

    /** Sets what caused it. */
    public LlmExceptionBuilder cause(Throwable cause) {
        this.cause = Objects.requireNonNull(cause, "cause");
        return this;
    }

    LlmExceptionBuilder faults(List<String> faults) {
        this.faults = List.copyOf(faults);
        return this;
    }

    /** {@return the error, of the class that belongs to its kind} */
    public LlmException build() {
        LlmException error = kind.create(details());
        if (cause != null) {
            error.initCause(cause);
        }
        suppressed.forEach(error::addSuppressed);
        return error;
    }

    private ErrorDetails details() {
        return new ErrorDetails(
                kind,
                message,
                reason,
                advice,
                phase,
                provider,
                model,
                status,
                code,
                requestId,
                retryAfter,
                attempts,
                partial,
                excerpt,
                faults);
    }
}
