package dev.llmdriver.http.internal;

import io.vertx.core.buffer.Buffer;

/** Collects a body up to a bound. */
final class BodyBuffer {
    private final int maxBytes;
    private Buffer bytes = Buffer.buffer();
    private boolean taken;

    BodyBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** {@return false if the body is larger than the bound; what fits is kept} */
    boolean add(Buffer more) {
        int room = maxBytes - bytes.length();
        bytes.appendBuffer(more, 0, Math.min(room, more.length()));
        return more.length() <= room;
    }

    /** {@return what was collected, which is the end of collecting} */
    byte[] bytes() {
        taken = true;
        byte[] all = bytes.getBytes();
        bytes = Buffer.buffer();
        return all;
    }

    boolean isTaken() {
        return taken;
    }
}
