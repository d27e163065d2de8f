package dev.llmdriver.gemini.internal.script;

/**
 * One exchange: what Gemini says to a chat request, whole, as a stream, or both, and what it comes to.
 *
 * @param name what is peculiar
 * @param section where the wire page tells of it
 * @param unary the whole body; empty if there is none
 * @param stream the streamed body; empty if there is none
 * @param streamType the content type of the stream
 * @param expected what it comes to
 */
record Script(String name, String section, String unary, String stream, String streamType, Expected expected) {
    private static final String EVENTS = "text/event-stream";

    static Script of(String name, String section, Expected expected) {
        return new Script(name, section, "", "", EVENTS, expected);
    }

    Script unary(String body) {
        return new Script(name, section, body, stream, streamType, expected);
    }

    Script stream(String body) {
        return new Script(name, section, unary, body, streamType, expected);
    }

    Script json() {
        return new Script(name, section, unary, stream, "application/json; charset=UTF-8", expected);
    }

    /** A stream of these chunks, one event each, as Google frames them. */
    Script chunks(String... chunks) {
        StringBuilder body = new StringBuilder();
        for (String chunk : chunks) {
            body.append("data: ").append(chunk).append("\r\n\r\n");
        }
        return stream(body.toString());
    }

    /** The same answer, whole and as a stream of one chunk. */
    Script both(String answer) {
        return unary(answer).chunks(answer);
    }

    @Override
    public String toString() {
        return section + " " + name;
    }
}
