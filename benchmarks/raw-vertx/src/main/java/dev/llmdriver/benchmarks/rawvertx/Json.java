package dev.llmdriver.benchmarks.rawvertx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.benchmarks.Protocol;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a protocol needs of JSON: a request is written, one string of an answer is read. */
public final class Json {
    private final JsonFactory factory = new JsonFactory();
    private final Protocol protocol;
    private final List<String> streamPath;
    private final List<String> callPath;

    /** Reads and writes one protocol. */
    public Json(Protocol protocol) {
        this.protocol = protocol;
        switch (protocol) {
            case OPENAI -> {
                streamPath = List.of("choices", "delta", "content");
                callPath = List.of("choices", "message", "content");
            }
            case OLLAMA -> {
                streamPath = List.of("message", "content");
                callPath = streamPath;
            }
            default -> {
                streamPath = List.of("candidates", "content", "parts", "text");
                callPath = streamPath;
            }
        }
    }

    boolean isSse() {
        return protocol != Protocol.OLLAMA;
    }

    String uri(String model, boolean stream) {
        return switch (protocol) {
            case OPENAI -> "/v1/chat/completions";
            case OLLAMA -> "/api/chat";
            case GEMINI -> "/v1beta/models/" + model + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
        };
    }

    /** {@return a request} */
    public Buffer body(String model, String prompt, boolean stream) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = factory.createGenerator(bytes)) {
            json.writeStartObject();
            if (protocol == Protocol.GEMINI) {
                writeMessage(json, "contents");
                json.writeArrayFieldStart("parts");
                json.writeStartObject();
                json.writeStringField("text", prompt);
                json.writeEndObject();
                json.writeEndArray();
            } else {
                json.writeStringField("model", model);
                json.writeBooleanField("stream", stream);
                writeMessage(json, "messages");
                json.writeStringField("content", prompt);
            }
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static void writeMessage(JsonGenerator json, String list) throws IOException {
        json.writeArrayFieldStart(list);
        json.writeStartObject();
        json.writeStringField("role", "user");
    }

    String callText(byte[] body) throws IOException {
        String text = text(body, 0, body.length, callPath);
        if (text == null) {
            throw new IOException("an answer without a text");
        }
        return text;
    }

    @Nullable
    String streamText(byte[] bytes, int offset, int length) throws IOException {
        return text(bytes, offset, length, streamPath);
    }

    /** The first string at this path; arrays on the way are transparent. */
    private @Nullable String text(byte[] bytes, int offset, int length, List<String> path) throws IOException {
        try (JsonParser parser = factory.createParser(bytes, offset, length)) {
            int level = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.END_OBJECT) {
                    return null;
                }
                if (token == JsonToken.FIELD_NAME) {
                    boolean onPath = parser.currentName().equals(path.get(level));
                    JsonToken value = parser.nextToken();
                    if (!onPath) {
                        parser.skipChildren();
                    } else if (level == path.size() - 1) {
                        return value == JsonToken.VALUE_STRING ? parser.getText() : null;
                    } else if (value.isStructStart()) {
                        level++;
                    }
                }
            }
            return null;
        }
    }
}
