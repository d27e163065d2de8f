package dev.llmdriver.server.internal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Usage;
import dev.llmdriver.server.internal.openai.Answers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;

/** Writes the events of an answer. */
final class ChatEvents {
    private ChatEvents() {}

    /** A piece of the answer, or of the reasoning before it. */
    static ByteArrayOutputStream piece(String event, String text) {
        return frame(event, json -> {
            json.writeStartObject();
            json.writeStringField("text", text);
            json.writeEndObject();
        });
    }

    /** The end of an answer that is kept. */
    static ByteArrayOutputStream finish(String chat, ChatResponse response) {
        return frame("finish", json -> {
            json.writeStartObject();
            json.writeStringField("chatId", chat);
            json.writeStringField("model", response.ref().toString());
            json.writeStringField(
                    "finishReason", response.finishReason().kind().name().toLowerCase(Locale.ROOT));
            if (response.usage().isPresent()) {
                usage(json, response.usage().get());
            }
            json.writeEndObject();
        });
    }

    /** What is not known is left out. */
    private static void usage(JsonGenerator json, Usage tokens) throws IOException {
        json.writeObjectFieldStart("usage");
        number(json, "input", tokens.input());
        number(json, "output", tokens.output());
        number(json, "total", tokens.total());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsLong());
        }
    }

    /** The end of an answer that broke off. */
    static ByteArrayOutputStream error(ApiErrors.ApiError error) {
        return frame("error", error::write);
    }

    private static ByteArrayOutputStream frame(String event, Answers.Value data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("event: " + event + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        Answers.write(out, data);
        out.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return out;
    }
}
