package dev.llmdriver.testkit.internal;

/** What a {@link WireServer} asks and tells its owner. Called on event loops; must not block. */
public interface Exchanges {

    /** {@return what to send for a request, and who hears how that went} */
    Answering answer(RawRequest request);

    /** A client connected. */
    void opened();

    /** A connection ended. */
    void closed();

    /** A reply waits for the client to read, or waits no longer. */
    void blocked(boolean blocked);

    /** The kernel took bytes of a reply. */
    void written(int bytes);

    /** A reply and the listener for its end. */
    record Answering(ReplyPlan plan, EndListener listener) {}

    /** Hears once how a reply ended. */
    @FunctionalInterface
    interface EndListener {
        void ended(End end, long bytes);
    }

    /** How a reply ended. */
    enum End {
        COMPLETE,
        BROKEN_OFF,
        CLIENT_LEFT,
        TWIN_CLOSED
    }
}
