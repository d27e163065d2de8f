package dev.llmdriver.huggingface.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.http.Fates;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Writes the messages of a conversation (wire page 2.1). */
final class MessageWriter {
    private final Backend backend;
    private final Fates fates;
    private final JsonGenerator out;
    private final ReasoningReturn reasoning;
    private final MediaPart media;

    MessageWriter(Backend backend, Fates fates, JsonGenerator out, String model) {
        this.backend = backend;
        this.fates = fates;
        this.out = out;
        this.reasoning = new ReasoningReturn(fates, model);
        this.media = new MediaPart(backend, out);
    }

    void write(List<Message> messages) throws IOException {
        out.writeArrayFieldStart("messages");
        for (Message message : messages) {
            leaveDataOut(message);
            switch (message.role()) {
                case USER -> user(message);
                case ASSISTANT -> assistant(message);
                case TOOL -> results(message);
                case SYSTEM -> plain(message);
            }
        }
        out.writeEndArray();
        fates.sent("messages");
    }

    /** This provider attaches data to reasoning alone, so what other parts carry came from somebody else. */
    private void leaveDataOut(Message message) {
        for (Part part : message.parts()) {
            if (!(part instanceof Reasoning) && part.providerData().isPresent()) {
                fates.dropped("messages", "provider data, which another driver or model wrote");
            }
        }
    }

    private void plain(Message message) throws IOException {
        refuseOtherThan(message, List.of(Text.class));
        start(message.role());
        out.writeStringField("content", message.text());
        out.writeEndObject();
    }

    /** One text is sent as a string, which every chat template takes; anything else as parts. */
    private void user(Message message) throws IOException {
        List<Part> parts = message.parts();
        if (parts.isEmpty() || (parts.size() == 1 && parts.get(0) instanceof Text)) {
            plain(message);
            return;
        }
        refuseOtherThan(message, List.of(Text.class, Media.class));
        start(Role.USER);
        out.writeArrayFieldStart("content");
        for (Part part : parts) {
            if (part instanceof Media image) {
                media.write(image);
            } else {
                out.writeStartObject();
                out.writeStringField("type", "text");
                out.writeStringField("text", ((Text) part).text());
                out.writeEndObject();
            }
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void assistant(Message message) throws IOException {
        if (!message.parts(Media.class).isEmpty()
                || !message.parts(ToolResult.class).isEmpty()) {
            throw misplaced(message);
        }
        List<ToolCall> calls = message.parts(ToolCall.class);
        start(Role.ASSISTANT);
        content(reasoning.inline(message) + message.text(), calls);
        reasoning.write(message, out);
        if (!calls.isEmpty()) {
            calls(calls);
        }
        out.writeEndObject();
    }

    /** Beside tool calls an empty text is an error to some and makes TGI lose the calls, so it is left out. */
    private void content(String text, List<ToolCall> calls) throws IOException {
        if (calls.isEmpty()) {
            out.writeStringField("content", text);
        } else if (!text.isEmpty() && backend.has(Rule.TEXT_OR_CALLS)) {
            fates.dropped("messages", "the text beside tool calls: TGI would lose the calls");
        } else if (!text.isEmpty()) {
            out.writeStringField("content", text);
        }
    }

    private void calls(List<ToolCall> calls) throws IOException {
        out.writeArrayFieldStart("tool_calls");
        for (ToolCall call : calls) {
            out.writeStartObject();
            out.writeStringField("id", call.id());
            out.writeStringField("type", "function");
            out.writeObjectFieldStart("function");
            out.writeStringField("name", call.name());
            out.writeStringField("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void results(Message message) throws IOException {
        refuseOtherThan(message, List.of(ToolResult.class));
        for (ToolResult result : message.parts(ToolResult.class)) {
            start(Role.TOOL);
            out.writeStringField("tool_call_id", result.callId());
            out.writeStringField("content", result.isError() ? failed(result) : result.content());
            out.writeEndObject();
        }
    }

    /** The protocol has no flag for it. */
    private String failed(ToolResult result) {
        fates.renamed("messages", "that a tool failed is said in words before its result");
        return "Error: " + result.content();
    }

    private void start(Role role) throws IOException {
        out.writeStartObject();
        out.writeStringField("role", role.name().toLowerCase(Locale.ROOT));
    }

    private static void refuseOtherThan(Message message, List<Class<? extends Part>> taken) {
        for (Part part : message.parts()) {
            if (!isAny(part, taken)) {
                throw misplaced(message);
            }
        }
    }

    private static boolean isAny(Part part, List<Class<? extends Part>> kinds) {
        for (Class<? extends Part> kind : kinds) {
            if (kind.isInstance(part)) {
                return true;
            }
        }
        return false;
    }

    private static LlmException misplaced(Message message) {
        return LlmException.builder(
                        ErrorKind.UNSUPPORTED,
                        "a " + message.role().name().toLowerCase(Locale.ROOT)
                                + " message cannot hold these parts here: " + message.parts())
                .reason("part")
                .phase(Phase.BUILD)
                .build();
    }
}
