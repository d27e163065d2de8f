package dev.llmdriver.http.internal;

import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.SseHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Puts lines together to server-sent events. Data of one line in one piece stays where it is; it is copied only if there are several
 * lines, or if the piece ends before the event does.
 */
public final class SseFraming {
    private static final byte[] NOTHING = {};
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final int LONGEST_NAME = 64;

    private final SseHandler handler;
    private final int maxBytes;
    private final LineSplitter lines;
    private byte[] piece = NOTHING;
    private byte[] own = new byte[0]; // another one than NOTHING: empty data is data, too
    private byte[] data = NOTHING;
    private int offset;
    private int length;
    private String type = "";
    private String lastType = "";
    private byte[] lastTypeBytes = NOTHING;

    /** Makes a framing that refuses events of more than so many bytes. */
    public SseFraming(SseHandler handler, int maxBytes) {
        this.handler = handler;
        this.maxBytes = maxBytes;
        this.lines = new LineSplitter(this::line, maxBytes);
    }

    /** Takes a piece. */
    public void data(byte[] bytes, int from, int count, EventSink sink) throws IOException {
        piece = bytes;
        lines.data(bytes, from, count, sink);
        if (data == bytes) {
            takeOver();
        }
        piece = NOTHING;
    }

    /** Ends the body. */
    public void end(EventSink sink) throws IOException {
        lines.end(sink);
        if (!sink.isDone()) {
            dispatch(sink);
        }
    }

    private void line(byte[] bytes, int from, int count, EventSink sink) throws IOException {
        if (count == 0) {
            dispatch(sink);
        } else if (startsWithData(bytes, from, count)) {
            int value = valueOffset(bytes, from + DATA.length, from + count);
            addData(bytes, value, from + count - value, sink);
        } else if (bytes[from] != ':') {
            field(bytes, from, count, sink);
        }
    }

    private static boolean startsWithData(byte[] bytes, int from, int count) {
        int end = from + Math.min(DATA.length, count);
        return Arrays.equals(bytes, from, end, DATA, 0, DATA.length) && (count == DATA.length || bytes[end] == ':');
    }

    /** Skips the colon and one space after it. */
    private static int valueOffset(byte[] bytes, int colon, int end) {
        int value = Math.min(colon + 1, end);
        return value < end && bytes[value] == ' ' ? value + 1 : value;
    }

    private void addData(byte[] bytes, int from, int count, EventSink sink) {
        if (count > maxBytes - length - 1) {
            LineSplitter.failTooLarge(maxBytes, sink);
        } else if (data == NOTHING) {
            data = bytes;
            offset = from;
            length = count;
            if (bytes != piece) {
                takeOver(); // the splitter will write over its own array
            }
        } else {
            joinData(bytes, from, count);
        }
    }

    private void joinData(byte[] bytes, int from, int count) {
        if (data != own) {
            takeOver();
        }
        own = LineSplitter.append(own, length, new byte[] {'\n'}, 0, 1);
        own = LineSplitter.append(own, length + 1, bytes, from, count);
        data = own;
        length += count + 1;
    }

    private void takeOver() {
        own = LineSplitter.append(own, 0, data, offset, length);
        data = own;
        offset = 0;
    }

    private void field(byte[] bytes, int from, int count, EventSink sink) throws IOException {
        int end = from + count;
        int colon = from;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        if (colon - from > LONGEST_NAME) {
            return;
        }
        String name = new String(bytes, from, colon - from, StandardCharsets.UTF_8);
        int value = valueOffset(bytes, colon, end);
        switch (name) {
            case "event" -> type = typeOf(bytes, value, end);
            case "id", "retry" -> {} // there is no reconnecting in the middle of an answer
            default -> handler.field(name, bytes, value, end - value, sink);
        }
    }

    /** The types of a stream repeat, so the last one's text is kept. */
    private String typeOf(byte[] bytes, int from, int end) {
        if (!Arrays.equals(bytes, from, end, lastTypeBytes, 0, lastTypeBytes.length)) {
            lastTypeBytes = Arrays.copyOfRange(bytes, from, end);
            lastType = new String(lastTypeBytes, StandardCharsets.UTF_8);
        }
        return lastType;
    }

    private void dispatch(EventSink sink) throws IOException {
        String of = type;
        type = "";
        if (data != NOTHING) {
            byte[] bytes = data;
            int count = length;
            data = NOTHING;
            length = 0;
            handler.event(of, bytes, offset, count, sink);
        }
    }
}
