package dev.llmdriver.server.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the messages of one request, in order: what a tool says is tied to the call that came before it. */
final class MessageReader {
    /** The names of the tools that were called, by the ids of the calls. */
    private final Map<String, String> called = new HashMap<>();

    /** {@return the message} */
    Message read(Fields message) {
        String role = message.requiredText("role");
        return switch (role) {
            case "system", "developer" -> Message.system(PartReader.text(message));
            case "user" -> user(message);
            case "assistant" -> assistant(message);
            case "tool" -> tool(message);
            default -> throw message.refuse("role", "must be system, developer, user, assistant or tool");
        };
    }

    private static Message user(Fields message) {
        List<Part> parts = PartReader.read(message);
        if (parts.isEmpty()) {
            throw message.refuse("content", "is missing; it must be a string or a list of parts");
        }
        return Message.builder(Role.USER).parts(parts).build();
    }

    private Message assistant(Fields message) {
        List<Part> parts = new ArrayList<>();
        String said = PartReader.text(message) + message.text("refusal").orElse("");
        if (!said.isEmpty()) {
            parts.add(Text.of(said));
        }
        for (Fields call : message.objects("tool_calls")) {
            parts.add(call(call));
        }
        if (parts.isEmpty() && message.find("content").isPresent()) {
            parts.add(Text.of("")); // an answer of nothing but reasoning, which comes back as part of the conversation
        }
        if (parts.isEmpty()) {
            throw message.refuse("content", "is missing; it must be a string unless there are tool_calls");
        }
        return Message.builder(Role.ASSISTANT).parts(parts).build();
    }

    private ToolCall call(Fields call) {
        String id = call.requiredText("id");
        Optional<JsonNode> ignored = call.find("type"); // there is one that has a function
        Fields function = call.requiredObject("function");
        String name = function.requiredText("name");
        called.put(id, name);
        return ToolCall.of(id, name, function.requiredText("arguments"));
    }

    private Message tool(Fields message) {
        String id = message.requiredText("tool_call_id");
        String name = called.get(id);
        if (name == null) {
            throw message.refuse("tool_call_id", "must be the id of a tool call in an earlier message");
        }
        return Message.tool(ToolResult.of(id, name, PartReader.text(message)));
    }
}
