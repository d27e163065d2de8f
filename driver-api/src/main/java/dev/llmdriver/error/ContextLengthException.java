package dev.llmdriver.error;

/** The conversation and the answer together are longer than the model's context. Remedy: shorten, or take a larger model. */
public final class ContextLengthException extends ApiException {
    private static final long serialVersionUID = 1L;

    ContextLengthException(ErrorDetails details) {
        super(details);
    }
}
