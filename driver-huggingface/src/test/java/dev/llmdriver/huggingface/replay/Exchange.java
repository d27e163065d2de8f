package dev.llmdriver.huggingface.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/**
 * One answer to play, and what must come of it.
 *
 * @param name where it comes from
 * @param endpoint the driver's {@code endpoint} option
 * @param inputs true for the plain {@code inputs} form
 * @param stream how the driver is asked
 * @param status of HTTP
 * @param headers of the answer
 * @param body of the answer
 * @param expected by the independent reader
 */
record Exchange(
        String name,
        String endpoint,
        boolean inputs,
        boolean stream,
        int status,
        Map<String, String> headers,
        String body,
        Outcome expected) {

    byte[] bytes() {
        return body.getBytes(UTF_8);
    }

    boolean isStreamAnswer() {
        return stream && status < 400;
    }

    @Override
    public String toString() {
        return name + (stream ? " (stream)" : "");
    }
}
