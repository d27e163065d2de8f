package dev.llmdriver.http.internal;

import dev.llmdriver.Attempt;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.error.Phase;
import dev.llmdriver.http.Headers;
import dev.llmdriver.http.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Completes errors with what only the endpoint knows, and removes keys from them. */
final class Outcomes {
    private static final List<String> REQUEST_IDS = List.of("x-request-id", "X-Amzn-Trace-Id", "x-amz-cf-id");
    /** Where an error cuts what is quoted of an answer. */
    private static final int EXCERPT = 2000;

    private final Redactor redactor;
    private final List<String> requestIdHeaders;

    Outcomes(Redactor redactor, List<String> requestIdHeaders) {
        this.redactor = redactor;
        this.requestIdHeaders = new ArrayList<>(requestIdHeaders);
        this.requestIdHeaders.addAll(REQUEST_IDS);
    }

    /** {@return the provider's id of a request} */
    Optional<String> requestId(Headers headers) {
        for (String name : requestIdHeaders) {
            Optional<String> id = headers.get(name);
            if (id.isPresent() && !id.get().isBlank()) {
                return id;
            }
        }
        return Optional.empty();
    }

    /**
     * Completes an error; what it says itself is kept.
     *
     * @param error as classified
     * @param phase where the call was
     * @param head the answer's, if one came
     * @param attempts of the call
     * @param partial what had come
     * @return a builder of the same error with keys removed
     */
    LlmExceptionBuilder complete(
            LlmException error,
            Phase phase,
            @Nullable Head head,
            List<Attempt> attempts,
            @Nullable PartialAnswer partial) {
        LlmExceptionBuilder complete = error.toBuilder()
                .message(redactor.redact(String.valueOf(error.getMessage())))
                .attempts(attempts);
        Causes.clean(error, redactor).ifPresent(complete::cause);
        error.excerpt()
                .map(excerpt -> redactor.redact(CutKeys.marked(excerpt, EXCERPT)))
                .ifPresent(complete::excerpt);
        error.code().map(redactor::redact).ifPresent(complete::code);
        if (error.phase() == Phase.LOCAL) {
            complete.phase(phase);
        }
        if (head != null && error.status().isEmpty()) {
            complete.status(head.status());
        }
        if (head != null && error.requestId().isEmpty()) {
            requestId(head.headers()).ifPresent(complete::requestId);
        }
        if (partial != null && error.partial().isEmpty()) {
            complete.partial(partial);
        }
        return complete;
    }

    /** The head of an answer. */
    record Head(int status, Headers headers) {}
}
