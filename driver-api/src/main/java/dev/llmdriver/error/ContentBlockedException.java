package dev.llmdriver.error;

/** The provider refuses to answer this content, or held back all of the answer. */
public final class ContentBlockedException extends ApiException {
    private static final long serialVersionUID = 1L;

    ContentBlockedException(ErrorDetails details) {
        super(details);
    }
}
