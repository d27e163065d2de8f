package dev.llmdriver.cli.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Writes JSON on one line. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern EIGHT_BIT_CONTROL = Pattern.compile("[\\x7f-\\x9f]");

    private Json() {}

    /** Something that writes itself. */
    @FunctionalInterface
    interface Body {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** {@return an object with these fields, as text} */
    static String object(Body fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return harmless(text.toString());
    }

    /** JSON lets the control characters of eight bits stand, which command a terminal as well. */
    private static String harmless(String json) {
        return EIGHT_BIT_CONTROL
                .matcher(json)
                .replaceAll(control ->
                        String.format("\\\\u%04x", (int) control.group().charAt(0)));
    }

    /** Writes an object as a field. */
    static void object(JsonGenerator json, String name, Body fields) throws IOException {
        json.writeObjectFieldStart(name);
        fields.writeTo(json);
        json.writeEndObject();
    }

    /** Writes a list of objects as a field. */
    static <T> void objects(JsonGenerator json, String name, Iterable<T> values, Item<T> item) throws IOException {
        json.writeArrayFieldStart(name);
        for (T value : values) {
            json.writeStartObject();
            item.writeTo(json, value);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes one value's fields. */
    @FunctionalInterface
    interface Item<T> {
        void writeTo(JsonGenerator json, T value) throws IOException;
    }

    /** Writes a list of texts as a field. */
    static void texts(JsonGenerator json, String name, Iterable<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    static void number(JsonGenerator json, String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsLong());
        }
    }

    static void number(JsonGenerator json, String name, OptionalInt value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsInt());
        }
    }

    /** Writes a text unless it is empty. */
    static void text(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }
}
