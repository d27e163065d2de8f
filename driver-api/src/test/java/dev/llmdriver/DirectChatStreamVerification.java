package dev.llmdriver;

/** The same with events handed over on the driver's own thread. */
public final class DirectChatStreamVerification extends ChatStreamVerification {
    public DirectChatStreamVerification() {
        super(Runnable::run);
    }
}
