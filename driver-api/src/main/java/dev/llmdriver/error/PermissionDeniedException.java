package dev.llmdriver.error;

/** The key is good but not for this: gated model, missing scope, organisation policy, region. {@link #reason()} says which. */
public final class PermissionDeniedException extends ApiException {
    private static final long serialVersionUID = 1L;

    PermissionDeniedException(ErrorDetails details) {
        super(details);
    }
}
