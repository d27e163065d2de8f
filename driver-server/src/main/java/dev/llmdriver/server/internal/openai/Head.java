package dev.llmdriver.server.internal.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ModelRef;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

/**
 * What stands at the beginning of an answer, and of each of its pieces.
 *
 * @param id of the answer
 * @param created when it was asked for
 */
record Head(String id, Instant created) {
    static Head at(Instant now) {
        return new Head("chatcmpl-" + UUID.randomUUID().toString().replace("-", ""), now);
    }

    /** Writes the fields. The model is who answered, by the name under which it can be asked again. */
    void write(JsonGenerator json, String object, ModelRef model) throws IOException {
        json.writeStringField("id", id);
        json.writeStringField("object", object);
        json.writeNumberField("created", created.getEpochSecond());
        json.writeStringField("model", model.toString());
    }
}
