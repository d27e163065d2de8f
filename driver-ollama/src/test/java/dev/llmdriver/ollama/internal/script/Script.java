package dev.llmdriver.ollama.internal.script;

import dev.llmdriver.http.Expected;

/**
 * One exchange: what a server says to a chat request, whole, as a stream, or both, and what it comes to.
 *
 * @param name what is peculiar
 * @param section where the wire page tells of it
 * @param unary the whole body; empty if there is none
 * @param stream the streamed body; empty if there is none
 * @param expected what it comes to
 */
record Script(String name, String section, String unary, String stream, Expected expected) {
    static Script of(String name, String section, Expected expected) {
        return new Script(name, section, "", "", expected);
    }

    Script unary(String body) {
        return new Script(name, section, body, stream, expected);
    }

    Script stream(String body) {
        return new Script(name, section, unary, body, expected);
    }

    /** A stream of these objects, one on each line. */
    Script lines(String... lines) {
        return stream(String.join("\n", lines) + "\n");
    }

    @Override
    public String toString() {
        return section + " " + name;
    }
}
