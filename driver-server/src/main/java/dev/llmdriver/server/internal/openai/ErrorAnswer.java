package dev.llmdriver.server.internal.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * An error as OpenAI's clients know it.
 *
 * @param status the HTTP status
 * @param type whose fault it is, in OpenAI's words where they have one
 * @param param the field that is wrong
 * @param code the word for programs
 * @param message the sentence for people
 * @param retryAfter when to come back, if known
 * @param again whether the very same request may succeed later
 */
public record ErrorAnswer(
        int status,
        String type,
        Optional<String> param,
        Optional<String> code,
        String message,
        Optional<Duration> retryAfter,
        boolean again) {

    /** {@return the header's value: whole seconds, rounded up, for who comes too early is refused again} */
    Optional<String> retryAfterSeconds() {
        return retryAfter.map(time -> Long.toString(time.plusNanos(999_999_999).toSeconds()));
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("error");
        json.writeStringField("message", message);
        json.writeStringField("type", type);
        writeNullable(json, "param", param);
        writeNullable(json, "code", code);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeNullable(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        } else {
            json.writeNullField(name);
        }
    }
}
