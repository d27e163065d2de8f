package dev.llmdriver.micrometer.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Text;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import dev.llmdriver.micrometer.GenAiSemconv;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Messages and tools as the conventions write them into spans. */
final class ContentJson {
    private ContentJson() {}

    static String messages(List<Message> messages) {
        return Json.text(to -> {
            to.writeStartArray();
            for (Message message : messages) {
                write(to, message);
                to.writeEndObject();
            }
            to.writeEndArray();
        });
    }

    /** The newer text has the reason of an answer's end beside it, not within. */
    static String answer(GenAiSemconv text, Message message, String reason) {
        return Json.text(to -> {
            to.writeStartArray();
            write(to, message);
            if (text == GenAiSemconv.V1_41) {
                to.writeStringField("finish_reason", reason);
            }
            to.writeEndObject();
            to.writeEndArray();
        });
    }

    /** The newer text lets nothing but text be an instruction. */
    static String instructions(GenAiSemconv text, List<Message> messages) {
        return Json.text(to -> {
            to.writeStartArray();
            for (Message message : messages) {
                write(to, text == GenAiSemconv.NEXT ? message.parts(Text.class) : message.parts());
            }
            to.writeEndArray();
        });
    }

    static String tools(List<Tool> tools) {
        return Json.text(to -> {
            to.writeStartArray();
            for (Tool tool : tools) {
                to.writeStartObject();
                to.writeStringField("type", "function");
                to.writeStringField("name", tool.name());
                to.writeStringField("description", tool.description());
                Json.field(to, "parameters", tool.parameters());
                to.writeEndObject();
            }
            to.writeEndArray();
        });
    }

    /** Leaves the object open. */
    private static void write(JsonGenerator to, Message message) throws IOException {
        to.writeStartObject();
        to.writeStringField("role", message.role().name().toLowerCase(Locale.ROOT));
        to.writeArrayFieldStart("parts");
        write(to, message.parts());
        to.writeEndArray();
    }

    private static void write(JsonGenerator to, List<? extends Part> parts) throws IOException {
        for (Part part : parts) {
            to.writeStartObject();
            write(to, part);
            to.writeEndObject();
        }
    }

    private static void write(JsonGenerator to, Part part) throws IOException {
        if (part instanceof Text text) {
            said(to, "text", text.text());
        } else if (part instanceof Reasoning reasoning) {
            said(to, "reasoning", reasoning.text());
        } else if (part instanceof ToolCall call) {
            to.writeStringField("type", "tool_call");
            to.writeStringField("id", call.id());
            to.writeStringField("name", call.name());
            Json.field(to, "arguments", call.arguments());
        } else if (part instanceof ToolResult result) {
            to.writeStringField("type", "tool_call_response");
            to.writeStringField("id", result.callId());
            to.writeStringField("response", result.content());
        } else if (part instanceof Media media) {
            write(to, media);
        } else {
            to.writeStringField("type", part.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
    }

    private static void said(JsonGenerator to, String type, String words) throws IOException {
        to.writeStringField("type", type);
        to.writeStringField("content", words);
    }

    private static void write(JsonGenerator to, Media media) throws IOException {
        to.writeStringField("type", media.uri().isPresent() ? "uri" : "blob");
        to.writeStringField("modality", media.mimeType().replaceFirst("/.*", ""));
        to.writeStringField("mime_type", media.mimeType());
        if (media.uri().isPresent()) {
            to.writeStringField("uri", media.uri().get().toString());
        } else {
            to.writeStringField("content", media.base64().orElse(""));
        }
    }
}
