package dev.llmdriver.server.internal.socket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes what the page is told: an object with its {@code type}, and with the {@code id} of what it belongs to. */
final class Frame {
    private static final JsonFactory JSON = new JsonFactory();

    /** What writes the fields of an object. */
    @FunctionalInterface
    interface Fields {
        /** Writes them. */
        void write(JsonGenerator json) throws IOException;
    }

    private Frame() {}

    static String of(String type, Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            fields.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // nothing but memory is written to
        }
        return text.toString();
    }

    static String of(String type, String id, Fields fields) {
        return of(type, json -> {
            json.writeStringField("id", id);
            fields.write(json);
        });
    }

    static String refused(String id, String message) {
        return of("refused", id, json -> json.writeStringField("message", message));
    }
}
