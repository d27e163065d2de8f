package dev.llmdriver.server.internal.http;

/** How many bytes of what clients say are held at once: of the bodies of requests, and of messages by sockets, together. Thread-safe. */
public final class Room {
    /** What is not theirs is for what they become: trees, texts, bodies for providers. */
    public static final long EIGHTH_OF_HEAP = Runtime.getRuntime().maxMemory() / 8;

    private final long most;
    private long held;

    /** Has room for so many bytes. */
    public Room(long most) {
        this.most = most;
    }

    /** {@return what is told to whom there is no room for} */
    public static Refusal full() {
        return Refusal.of(503, "The server has no room for more requests at present; try again later.");
    }

    /** {@return what one body or message has of it: nothing yet} */
    public Share share() {
        return new Share();
    }

    /** What one body or message has of the room. Thread-safe. */
    public final class Share {
        private long size;

        private Share() {}

        /** {@return whether it has so many bytes now; if there is no room for them, it has what it had} */
        public boolean reach(long bytes) {
            synchronized (Room.this) {
                long together = held + bytes - size;
                if (together > most) {
                    return false;
                }
                held = together;
                size = bytes;
                return true;
            }
        }

        /** Gives all of it back; a second time there is nothing to give. */
        public void close() {
            reach(0);
        }
    }
}
