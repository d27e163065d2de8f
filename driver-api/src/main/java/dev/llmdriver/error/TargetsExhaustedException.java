package dev.llmdriver.error;

/** Every target failed. The cause is the first target's error, the others are suppressed. */
public final class TargetsExhaustedException extends LlmException {
    private static final long serialVersionUID = 1L;

    TargetsExhaustedException(ErrorDetails details) {
        super(details);
    }
}
