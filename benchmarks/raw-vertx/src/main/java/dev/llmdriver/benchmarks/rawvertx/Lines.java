package dev.llmdriver.benchmarks.rawvertx;

import dev.llmdriver.benchmarks.Sink;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Arrays;

/** Cuts at LF and keeps what has no end yet. */
public final class Lines {
    private static final int DATA = "data: ".length();

    private final Json json;
    private final Sink sink;
    private byte[] rest = new byte[512];
    private int held;

    /** Reads the texts of one stream. */
    public Lines(Json json, Sink sink) {
        this.json = json;
        this.sink = sink;
    }

    void feed(Buffer buffer) {
        feed(buffer.getBytes());
    }

    /** What came, cut anywhere; not kept. */
    public void feed(byte[] bytes) {
        int from = 0;
        try {
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    if (held > 0) {
                        keep(bytes, from, i - from);
                        line(rest, 0, held);
                        held = 0;
                    } else {
                        line(bytes, from, i - from);
                    }
                    from = i + 1;
                }
            }
            keep(bytes, from, bytes.length - from);
        } catch (IOException e) {
            sink.fail(e);
        }
    }

    private void keep(byte[] bytes, int offset, int length) {
        if (held + length > rest.length) {
            rest = Arrays.copyOf(rest, Math.max(rest.length * 2, held + length));
        }
        System.arraycopy(bytes, offset, rest, held, length);
        held += length;
    }

    private void line(byte[] bytes, int offset, int length) throws IOException {
        int start = offset;
        int end = offset + length;
        if (end > start && bytes[end - 1] == '\r') {
            end--;
        }
        if (json.isSse()) {
            if (end - start < DATA || bytes[start] != 'd' || bytes[start + 4] != ':') {
                return;
            }
            start += DATA;
        }
        if (start == end || bytes[start] == '[') {
            return;
        }
        String text = json.streamText(bytes, start, end - start);
        if (text != null && !text.isEmpty()) {
            sink.text(text);
        }
    }
}
