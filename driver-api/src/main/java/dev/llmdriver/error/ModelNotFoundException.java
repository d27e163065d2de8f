package dev.llmdriver.error;

/** No such model, or it is not served to this caller. Remedy: {@code llm models} lists what is. */
public class ModelNotFoundException extends ApiException {
    private static final long serialVersionUID = 1L;

    ModelNotFoundException(ErrorDetails details) {
        super(details);
    }
}
