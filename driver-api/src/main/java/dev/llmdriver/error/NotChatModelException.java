package dev.llmdriver.error;

/** The model cannot hold a conversation, such as an embedding or base model. Remedy: pick an instruction-tuned one. */
public final class NotChatModelException extends ApiException {
    private static final long serialVersionUID = 1L;

    NotChatModelException(ErrorDetails details) {
        super(details);
    }
}
