package dev.llmdriver.server.internal.chats;

/** Conversations cannot be read or kept at present. The message names no address and no password. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Tells what failed. */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
