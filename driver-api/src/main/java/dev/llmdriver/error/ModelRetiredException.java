package dev.llmdriver.error;

/** The model was there and has been withdrawn. Remedy: name its successor. */
public final class ModelRetiredException extends ModelNotFoundException {
    private static final long serialVersionUID = 1L;

    ModelRetiredException(ErrorDetails details) {
        super(details);
    }
}
