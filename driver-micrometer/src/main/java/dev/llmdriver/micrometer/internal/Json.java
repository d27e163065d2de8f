package dev.llmdriver.micrometer.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes JSON text. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes one value. */
    interface Writer {
        void write(JsonGenerator to) throws IOException;
    }

    static String text(Writer writer) {
        StringWriter text = new StringWriter();
        try (JsonGenerator to = FACTORY.createGenerator(text)) {
            writer.write(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing here leaves memory
        }
        return text.toString();
    }

    static String texts(List<String> values) {
        return text(to -> to.writeArray(values.toArray(String[]::new), 0, values.size()));
    }

    /** Writes a field that holds JSON as JSON, and anything else, such as what a model got wrong, as a string. */
    static void field(JsonGenerator to, String name, String json) throws IOException {
        to.writeFieldName(name);
        if (isJson(json)) {
            to.writeRawValue(json);
        } else {
            to.writeString(json);
        }
    }

    private static boolean isJson(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            boolean holdsValue = parser.nextToken() != null;
            parser.skipChildren();
            return holdsValue && parser.nextToken() == null;
        } catch (IOException malformed) {
            return false;
        }
    }
}
