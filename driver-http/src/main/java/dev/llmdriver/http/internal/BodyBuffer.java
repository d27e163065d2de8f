package dev.llmdriver.http.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
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
    boolean add(ByteBuf more) {
        int size = more.readableBytes();
        int kept = Math.min(maxBytes - length, size);
        if (length == 0 && kept == size) {
            bytes = array(more);
            length = kept;
            return true;
        }
        if (length + kept > bytes.length) {
            long doubled = Math.min(maxBytes, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, length + kept));
        }
        more.getBytes(more.readerIndex(), bytes, length, kept);
        length += kept;
        return kept == size;
    }

    private static byte[] array(ByteBuf content) {
        boolean own = content.hasArray()
                && content.arrayOffset() + content.readerIndex() == 0
                && content.array().length == content.readableBytes();
        return own ? content.array() : ByteBufUtil.getBytes(content);
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
