package dev.llmdriver.http.internal;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Arrays;

/** Collects a body up to a bound. One that comes in one piece, as most do, is not copied if that piece has an array of its own. */
final class BodyBuffer {
    private static final byte[] EMPTY = {};

    private final int maxBytes;
    private byte[] bytes = EMPTY;
    private int length;
    private boolean taken;

    BodyBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** {@return false if the body is larger than the bound; what fits is kept} */
    boolean add(Buffer more) {
        int kept = Math.min(maxBytes - length, more.length());
        if (length == 0 && kept == more.length()) {
            bytes = array(more);
            length = kept;
            return true;
        }
        if (length + kept > bytes.length) {
            long doubled = Math.min(maxBytes, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, length + kept));
        }
        more.getBytes(0, kept, bytes, length);
        length += kept;
        return kept == more.length();
    }

    private static byte[] array(Buffer buffer) {
        ByteBuf content = ((BufferInternal) buffer).getByteBuf();
        boolean own = content.hasArray()
                && content.arrayOffset() + content.readerIndex() == 0
                && content.array().length == content.readableBytes();
        return own ? content.array() : buffer.getBytes();
    }

    /** {@return what was collected, which is the end of collecting} */
    byte[] bytes() {
        taken = true;
        byte[] all = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        bytes = EMPTY;
        length = 0;
        return all;
    }

    boolean isTaken() {
        return taken;
    }
}
