package dev.llmdriver.ollama.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.Capabilities;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes the messages of a conversation. Content is one text, never a list of parts; all else stands beside it (wire page 2). */
final class MessageWriter {
    private final String model;
    private final Capabilities known;
    private final JsonGenerator out;
    private final MessageNotes notes = new MessageNotes();
    private final Map<String, String> names = new HashMap<>();

    MessageWriter(String model, Capabilities known, JsonGenerator out) {
        this.model = model;
        this.known = known;
        this.out = out;
    }

    void write(List<Message> messages, Fates fates) throws IOException {
        out.writeArrayFieldStart("messages");
        for (Message message : messages) {
            note(message);
            switch (message.role()) {
                case SYSTEM -> system(message);
                case USER -> user(message);
                case ASSISTANT -> assistant(message);
                case TOOL -> results(message);
            }
        }
        out.writeEndArray();
        notes.addTo(fates);
    }

    private void note(Message message) {
        boolean severalTexts = message.parts(Text.class).size() > 1;
        boolean mixed =
                message.parts().size() > 1 && !message.parts(Media.class).isEmpty();
        if (severalTexts || mixed) {
            notes.moved("a message's texts are joined, and its images stand beside them, as Ollama has one content");
        }
        for (Part part : message.parts()) {
            boolean foreign = part.providerData()
                    .filter(data -> !data.belongsTo(ChatRequestCodec.DRIVER, model))
                    .isPresent();
            if (foreign) {
                notes.dropped("what another model attached to a part");
            }
        }
    }

    private void system(Message message) throws IOException {
        refuseOtherThan(message, Set.of(Text.class));
        start(Role.SYSTEM, message.text());
        out.writeEndObject();
    }

    private void user(Message message) throws IOException {
        refuseOtherThan(message, Set.of(Text.class, Media.class));
        start(Role.USER, message.text());
        MediaField.write(message.parts(Media.class), known, out);
        out.writeEndObject();
    }

    private void assistant(Message message) throws IOException {
        refuseOtherThan(message, Set.of(Text.class, Reasoning.class, ToolCall.class));
        start(Role.ASSISTANT, message.text());
        thinking(message);
        List<ToolCall> calls = message.parts(ToolCall.class);
        if (!calls.isEmpty()) {
            out.writeArrayFieldStart("tool_calls");
            for (int index = 0; index < calls.size(); index++) {
                ToolCall call = calls.get(index);
                CallWriter.write(call, index, notes, out);
                names.put(call.id(), call.name());
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    /** A model's own thoughts go back to it, nobody else's do. */
    private void thinking(Message message) throws IOException {
        StringBuilder own = new StringBuilder();
        for (Reasoning part : message.parts(Reasoning.class)) {
            if (part.providerData()
                    .filter(data -> data.belongsTo(ChatRequestCodec.DRIVER, model))
                    .isPresent()) {
                own.append(part.text());
            } else {
                notes.dropped("reasoning that is not this model's own");
            }
        }
        if (!own.isEmpty()) {
            out.writeStringField("thinking", own.toString());
        }
    }

    /** Servers before v0.12.10 know a result by the tool's name only, newer ones by the call's id: both are sent (wire pages 1, 2). */
    private void results(Message message) throws IOException {
        refuseOtherThan(message, Set.of(ToolResult.class));
        for (ToolResult result : message.parts(ToolResult.class)) {
            if (result.isError()) {
                notes.emulated("that a tool failed is told in the text of its result");
            }
            start(Role.TOOL, result.isError() ? "Error: " + result.content() : result.content());
            out.writeStringField("tool_name", name(result));
            out.writeStringField("tool_call_id", result.callId());
            out.writeEndObject();
        }
    }

    /** A result may name but its call; an id may come again in a later turn, so the last call before it is meant. */
    private String name(ToolResult result) {
        return result.toolName().isBlank() ? names.getOrDefault(result.callId(), result.toolName()) : result.toolName();
    }

    private void start(Role role, String content) throws IOException {
        out.writeStartObject();
        out.writeStringField("role", role.name().toLowerCase(Locale.ROOT));
        out.writeStringField("content", content);
    }

    private static void refuseOtherThan(Message message, Set<Class<? extends Part>> taken) {
        for (Part part : message.parts()) {
            if (!isAny(part, taken)) {
                throw misplaced(message);
            }
        }
    }

    private static boolean isAny(Part part, Set<Class<? extends Part>> kinds) {
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
                                + " message cannot hold these parts for Ollama: " + message.parts())
                .reason("part")
                .phase(Phase.BUILD)
                .build();
    }
}
