package dev.llmdriver.server.internal.socket;

import dev.llmdriver.server.internal.openai.Fields;
import java.util.Optional;

/**
 * A place at Hugging Face, or a server that speaks like one, which somebody named in the page for one question.
 *
 * @param kind as the driver's option {@code endpoint}
 * @param url where, if it is not the usual place
 * @param token what to show there
 */
record Endpoint(Optional<String> kind, Optional<String> url, Optional<String> token) {
    static Endpoint read(Fields fields) {
        return new Endpoint(text(fields, "kind"), text(fields, "url"), text(fields, "token"));
    }

    /** References are for configuration, which belongs to the server. */
    private static Optional<String> text(Fields fields, String name) {
        Optional<String> text = fields.text(name).map(String::strip).filter(given -> !given.isEmpty());
        if (text.filter(given -> given.contains("${")).isPresent()) {
            throw fields.refuse(name, "must not hold '${'");
        }
        return text;
    }

    /** Says nothing of the token. */
    @Override
    public String toString() {
        return "Endpoint[" + kind.orElse("auto") + "]";
    }
}
