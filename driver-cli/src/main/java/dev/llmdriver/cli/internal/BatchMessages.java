package dev.llmdriver.cli.internal;

import static dev.llmdriver.cli.internal.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The messages of a batch's line: {@code prompt} with {@code system}, or {@code messages} as OpenAI writes them. */
final class BatchMessages {
    /** A tool's result names the call; some providers want the tool's name, which only the call has. */
    private final Map<String, String> toolsByCall = new HashMap<>();

    private BatchMessages() {}

    static List<Message> read(JsonNode line) {
        try {
            List<Message> messages = new ArrayList<>();
            if (line.hasNonNull("system")) {
                messages.add(Message.system(text(line.get("system"))));
            }
            if (line.hasNonNull("prompt") == line.hasNonNull("messages")) {
                throw new IllegalArgumentException("a line has either a prompt or messages");
            }
            if (line.hasNonNull("prompt")) {
                messages.add(Message.user(text(line.get("prompt"))));
            } else {
                BatchMessages reader = new BatchMessages();
                JsonValues.list(line.get("messages")).forEach(message -> messages.add(reader.message(message)));
            }
            return messages;
        } catch (IllegalArgumentException unreadable) {
            throw Failures.input("prompt or messages: " + unreadable.getMessage());
        }
    }

    private Message message(JsonNode message) {
        return switch (text(JsonValues.object(message).path("role")).toLowerCase(Locale.ROOT)) {
            case "system", "developer" -> with(Role.SYSTEM, message);
            case "user" -> with(Role.USER, message);
            case "assistant" -> with(Role.ASSISTANT, message);
            case "tool" -> Message.tool(result(message));
            default -> throw new IllegalArgumentException("a role is system, user, assistant or tool");
        };
    }

    private Message with(Role role, JsonNode message) {
        Message.Builder builder = Message.builder(role).parts(content(message.path("content")));
        message.path("tool_calls").forEach(call -> builder.part(call(call)));
        return builder.build();
    }

    private static List<Part> content(JsonNode content) {
        if (content.isMissingNode() || content.isNull()) {
            return List.of(); // an assistant that only calls tools says nothing
        }
        if (content.isTextual()) {
            return List.of(Text.of(content.textValue()));
        }
        return JsonValues.list(content).stream().map(BatchMessages::part).toList();
    }

    private static Part part(JsonNode part) {
        return switch (text(JsonValues.object(part).path("type"))) {
            case "text" -> Text.of(text(part.path("text")));
            case "image_url" -> image(text(part.path("image_url").path("url")));
            default -> throw new IllegalArgumentException("a part of a content is of type text or image_url");
        };
    }

    /** An address, or the image itself as {@code data:image/png;base64,…}. */
    private static Media image(String url) {
        int comma = url.indexOf(";base64,");
        return url.startsWith("data:") && comma > 0
                ? Media.of(
                        url.substring("data:".length(), comma),
                        Base64.getDecoder().decode(url.substring(comma + 8)))
                : Media.of(type(url.toLowerCase(Locale.ROOT)), URI.create(url));
    }

    /** Nothing is fetched to find out, and most images are photographs. */
    private static String type(String url) {
        return List.of("png", "gif", "webp").stream()
                .filter(type -> url.replaceFirst("[?#].*", "").endsWith("." + type))
                .findFirst()
                .map(type -> "image/" + type)
                .orElse("image/jpeg");
    }

    private ToolCall call(JsonNode call) {
        JsonNode function = JsonValues.object(call.path("function"));
        String id = text(call.path("id"));
        String name = text(function.path("name"));
        toolsByCall.put(id, name);
        return ToolCall.of(id, name, text(function.path("arguments")));
    }

    private ToolResult result(JsonNode message) {
        String id = text(message.path("tool_call_id"));
        String name = message.hasNonNull("name") ? text(message.get("name")) : toolsByCall.getOrDefault(id, "");
        return ToolResult.of(
                id,
                name,
                Message.builder(Role.TOOL)
                        .parts(content(message.path("content")))
                        .build()
                        .text());
    }
}
