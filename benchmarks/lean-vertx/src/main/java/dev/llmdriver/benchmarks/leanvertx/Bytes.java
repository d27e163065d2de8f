package dev.llmdriver.benchmarks.leanvertx;

import dev.llmdriver.benchmarks.Sink;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Arrays;

/** The bytes of an answer: cut at LF, or kept until its end. */
final class Bytes {
    private static final int DATA = "data: ".length();

    private final TextScanner scanner;
    private final Sink sink;
    private final boolean lines;
    private final boolean sse;
    private byte[] rest = new byte[1024];
    private int held;

    private Bytes(TextScanner scanner, Sink sink, boolean lines, boolean sse) {
        this.scanner = scanner;
        this.sink = sink;
        this.lines = lines;
        this.sse = sse;
    }

    static Bytes lines(TextScanner scanner, boolean sse, Sink sink) {
        return new Bytes(scanner, sink, true, sse);
    }

    static Bytes whole(TextScanner scanner, Sink sink) {
        return new Bytes(scanner, sink, false, false);
    }

    void feed(Buffer buffer) {
        ByteBuf data = ((BufferInternal) buffer).getByteBuf();
        if (data.hasArray()) {
            int start = data.arrayOffset() + data.readerIndex();
            feed(data.array(), start, start + data.readableBytes());
        } else {
            byte[] copy = buffer.getBytes();
            feed(copy, 0, copy.length);
        }
    }

    private void feed(byte[] bytes, int start, int end) {
        int from = start;
        if (lines) {
            for (int i = start; i < end; i++) {
                if (bytes[i] == '\n') {
                    if (held > 0) {
                        keep(bytes, from, i - from);
                        line(rest, 0, held);
                        held = 0;
                    } else {
                        line(bytes, from, i);
                    }
                    from = i + 1;
                }
            }
        }
        keep(bytes, from, end - from);
    }

    private void keep(byte[] bytes, int offset, int length) {
        if (held + length > rest.length) {
            rest = Arrays.copyOf(rest, Math.max(rest.length * 2, held + length));
        }
        System.arraycopy(bytes, offset, rest, held, length);
        held += length;
    }

    private void line(byte[] bytes, int start, int end) {
        int from = start;
        if (sse) {
            if (end - from < DATA || bytes[from] != 'd' || bytes[from + 4] != ':') {
                return;
            }
            from += DATA;
        }
        if (from < end && bytes[from] == '{') {
            deliver(bytes, from, end);
        }
    }

    /** The answer is whole. */
    void end() {
        if (!lines) {
            deliver(rest, 0, held);
        }
    }

    private void deliver(byte[] bytes, int from, int end) {
        String text = scanner.text(bytes, from, end);
        if (text != null && !text.isEmpty()) {
            sink.text(text);
        }
    }
}
