package dev.llmdriver.huggingface.internal.script;

import dev.llmdriver.http.Expected;
import dev.llmdriver.huggingface.internal.response.ThinkMode;

/**
 * One exchange: what a server says to a chat request, whole, as a stream, or both, and what it comes to.
 *
 * @param name what is peculiar
 * @param section where the wire page tells of it
 * @param unary the whole body; empty if there is none
 * @param stream the streamed body; empty if there is none
 * @param think how reasoning in the text is found
 * @param expected what it comes to
 */
record Script(String name, String section, String unary, String stream, ThinkMode think, Expected expected) {
    static Script of(String name, String section, Expected expected) {
        return new Script(name, section, "", "", ThinkMode.TAGS, expected);
    }

    Script unary(String body) {
        return new Script(name, section, body, stream, think, expected);
    }

    Script stream(String body) {
        return new Script(name, section, unary, body, think, expected);
    }

    /** A stream of these chunks, one event each, closed by {@code [DONE]}. */
    Script chunks(String... chunks) {
        return stream(events(chunks) + "data: [DONE]\n\n");
    }

    /** A stream of these chunks that ends without a mark. */
    Script chunksOnly(String... chunks) {
        return stream(events(chunks));
    }

    Script think(ThinkMode mode) {
        return new Script(name, section, unary, stream, mode, expected);
    }

    private static String events(String... chunks) {
        StringBuilder body = new StringBuilder();
        for (String chunk : chunks) {
            body.append("data: ").append(chunk).append("\n\n");
        }
        return body.toString();
    }

    @Override
    public String toString() {
        return section + " " + name;
    }
}
