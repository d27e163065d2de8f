package dev.llmdriver.http;

import dev.llmdriver.http.internal.SseFraming;
import java.io.IOException;
import java.util.List;

/**
 * Cuts a body into server-sent events, as the WHATWG standard says (HTML, 9.2.6): lines end with CR, LF or CRLF, a byte-order mark is
 * dropped, comments are skipped, several {@code data} lines are joined by a line feed, one space after the colon is optional. It goes
 * beyond the standard in two ways that providers need: an event without its blank line at the end of the body counts, and unknown
 * fields are handed on. Whether the data is valid UTF-8 or JSON is its reader's matter. An event that lies in one piece is not
 * copied. Not thread-safe.
 */
public final class SseDecoder {
    /** The fields of the standard, and a comment. */
    private static final List<String> FIELDS = List.of(":", "data:", "event:", "id:", "retry:");

    private static final String MARK = "\u00ef\u00bb\u00bf"; // of the byte order, in UTF-8

    private final SseFraming framing;
    private final SseHandler handler;

    /**
     * Creates a decoder at the beginning of a body.
     *
     * @param handler takes the events
     * @param maxEventBytes the most bytes of an event; a longer one fails the stream, reason {@code too_large}
     */
    public SseDecoder(SseHandler handler, int maxEventBytes) {
        this.framing = new SseFraming(handler, maxEventBytes);
        this.handler = handler;
    }

    /**
     * Tells whether a body begins as events do, whatever it is called. JSON and pages do not; a plain text may.
     *
     * @param beginning the first bytes, a character each (ISO 8859-1); a few dozen are enough
     * @return whether a field or a comment stands there, behind blanks at most
     */
    public static boolean looksLikeEvents(String beginning) {
        String unmarked = beginning.startsWith(MARK) ? beginning.substring(MARK.length()) : beginning;
        String text = unmarked.stripLeading();
        return FIELDS.stream().anyMatch(text::startsWith);
    }

    /** Takes the next bytes, see {@link StreamDecoder#data}. */
    public void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        framing.add(bytes, offset, length);
        handOn(sink);
    }

    /** Hands on what is left when the body has ended; the driver then checks whether the answer is complete. */
    public void end(EventSink sink) throws IOException {
        framing.end();
        handOn(sink);
    }

    private void handOn(EventSink sink) throws IOException {
        while (framing.next(sink)) {
            handler.event(framing.type(), framing.data(), framing.offset(), framing.length(), sink);
        }
    }
}
