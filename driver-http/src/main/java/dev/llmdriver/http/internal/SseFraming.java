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
    private static final byte[] LINE_FEED = {'\n'};
    private static final int LONGEST_NAME = 64;

    private final SseHandler handler;
    private final int maxBytes;
    private final LineSplitter lines;
    private byte[] piece = NOTHING;
    /** What has come of an event; empty data is data, too, in another array than NOTHING. */
    private byte[] data = NOTHING;

    private int offset;
    private int length;
    private String type = "";
    private String lastType = "";
    private byte[] lastTypeBytes = NOTHING;

    private boolean ended;

    private byte[] event = NOTHING;
    private String eventType = "";

    /**
     * Makes a framing.
     *
     * @param handler takes unknown fields
     * @param maxBytes the most bytes of an event
     */
    public SseFraming(SseHandler handler, int maxBytes) {
        this.handler = handler;
        this.maxBytes = maxBytes;
        this.lines = new LineSplitter(maxBytes);
    }

    /** Takes a piece, once all events of the one before were asked for. */
    public void add(byte[] bytes, int from, int count) {
        piece = bytes;
        lines.add(bytes, from, count);
    }

    /** Tells that no piece follows, so that what is left is an event. */
    public void end() {
        ended = true;
        lines.end();
    }

    /** {@return whether there is another event, to which it goes} If there is none, the piece is let go. */
    public boolean next(EventSink sink) throws IOException {
        while (!sink.isDone() && lines.next(sink)) {
            if (line(sink)) {
                return true;
            }
        }
        if (data != NOTHING && data == piece) {
            takeOver();
        }
        piece = NOTHING;
        event = NOTHING;
        return ended && !sink.isDone() && dispatch();
    }

    /** {@return the event's type; empty if it has none} */
    public String type() {
        return eventType;
    }

    /** {@return where the event's data is; valid until the next one is asked for} */
    public byte[] data() {
        return event;
    }

    /** {@return where the event's data begins} */
    public int offset() {
        return offset;
    }

    /** {@return how many bytes the event's data has} */
    public int length() {
        return length;
    }

    /** {@return whether an event ends with the line} */
    private boolean line(EventSink sink) throws IOException {
        byte[] bytes = lines.line();
        int from = lines.offset();
        int count = lines.length();
        if (count == 0) {
            return dispatch();
        }
        if (startsWithData(bytes, from, count)) {
            int value = valueOffset(bytes, from + DATA.length, from + count);
            addData(bytes, value, from + count - value, sink);
        } else if (bytes[from] != ':') {
            field(bytes, from, count, sink);
        }
        return false;
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
        if (data == NOTHING) {
            data = bytes;
            offset = from;
            length = count;
        } else if (count > maxBytes - length - 1) {
            LineSplitter.failTooLarge(maxBytes, sink);
        } else {
            joinData(bytes, from, count);
        }
    }

    private void joinData(byte[] bytes, int from, int count) {
        if (data == piece) {
            takeOver();
        }
        data = LineSplitter.append(data, offset + length, LINE_FEED, 0, 1);
        data = LineSplitter.append(data, offset + length + 1, bytes, from, count);
        length += count + 1;
    }

    private void takeOver() {
        data = Arrays.copyOfRange(data, offset, offset + length);
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

    private boolean dispatch() {
        eventType = type;
        type = "";
        event = data;
        data = NOTHING;
        return event != NOTHING;
    }
}
