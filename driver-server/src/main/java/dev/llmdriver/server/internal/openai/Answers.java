package dev.llmdriver.server.internal.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes JSON straight to bytes. */
public final class Answers {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    /** What writes a value. */
    @FunctionalInterface
    public interface Value {
        /** Writes it. */
        void write(JsonGenerator json) throws IOException;
    }

    private Answers() {}

    /** Ends an answer with a value. On the connection's event loop. */
    public static void json(HttpServerResponse response, Value value) {
        json(response, bytes(value));
    }

    /** Ends an answer with a value that is written already. On the connection's event loop. */
    static void json(HttpServerResponse response, byte[] value) {
        response.putHeader("Content-Type", "application/json").end(Buffer.buffer(value));
    }

    static byte[] bytes(Value value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, value);
        return out.toByteArray();
    }

    /** Adds a value to what is there. */
    public static void write(ByteArrayOutputStream out, Value value) {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            value.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // nothing but memory is written to
        }
    }
}
