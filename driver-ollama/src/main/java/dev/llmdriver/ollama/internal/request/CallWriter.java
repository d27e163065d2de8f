package dev.llmdriver.ollama.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ToolCall;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.JsonText;
import java.io.IOException;

/** Writes a past tool call. Its arguments are an object; a text is refused with a 400 (wire page 2). */
final class CallWriter {
    private CallWriter() {}

    static void write(ToolCall call, int index, MessageNotes notes, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", call.id());
        out.writeObjectFieldStart("function");
        out.writeNumberField("index", index);
        out.writeStringField("name", call.name());
        out.writeFieldName("arguments");
        if (isObject(call.arguments())) {
            JsonText.copy(out, call.arguments(), "the arguments of a past call of '" + call.name() + "'");
        } else if (call.arguments().isBlank()) {
            out.writeStartObject();
            out.writeEndObject();
        } else {
            notes.emulated("arguments that are no JSON object are sent as a text inside one");
            out.writeStartObject();
            out.writeStringField("arguments", call.arguments());
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static boolean isObject(String json) {
        try {
            return Json.reader()
                    .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(json)
                    .isObject();
        } catch (IOException malformed) {
            return false;
        }
    }
}
