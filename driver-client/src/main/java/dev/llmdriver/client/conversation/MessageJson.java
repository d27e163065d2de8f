package dev.llmdriver.client.conversation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import dev.llmdriver.client.conversation.SavedConversation.Place;
import dev.llmdriver.client.internal.json.BadJson;
import dev.llmdriver.client.internal.json.Json;
import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A message as JSON, every kind of part with all that it holds. */
final class MessageJson {
    private MessageJson() {}

    static ObjectNode write(Message message) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("role", message.role().name().toLowerCase(Locale.ROOT));
        ArrayNode parts = node.putArray("parts");
        message.parts().forEach(part -> parts.add(write(part)));
        return node;
    }

    private static ObjectNode write(Part part) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        if (part instanceof Text text) {
            node.put("type", "text").put("text", text.text());
        } else if (part instanceof Reasoning reasoning) {
            node.put("type", "reasoning").put("text", reasoning.text());
        } else if (part instanceof Media media) {
            node.put("type", "media").put("mimeType", media.mimeType());
            media.base64().ifPresent(bytes -> node.put("base64", bytes));
            media.uri().ifPresent(uri -> node.put("uri", uri.toString()));
        } else if (part instanceof ToolCall call) {
            node.put("type", "toolCall").put("id", call.id()).put("name", call.name());
            node.put("arguments", call.arguments());
        } else if (part instanceof ToolResult result) {
            node.put("type", "toolResult").put("callId", result.callId()).put("toolName", result.toolName());
            node.put("content", result.content()).put("error", result.isError());
        } else {
            throw new IllegalStateException("a kind of part that cannot be saved yet: " + part.getClass());
        }
        part.providerData()
                .ifPresent(data -> node.putObject("providerData")
                        .put("driver", data.driver())
                        .put("model", data.model())
                        .put("json", data.json()));
        return node;
    }

    static Message read(Place place) throws BadJson {
        Message.Builder message = Message.builder(role(place));
        for (Place part : place.list("parts")) {
            message.part(part(part));
        }
        return message.build();
    }

    private static Role role(Place place) throws BadJson {
        String name = place.text("role");
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
                return role;
            }
        }
        throw place.at("role").bad("expected system, user, assistant or tool");
    }

    private static Part part(Place place) throws BadJson {
        ProviderData data = place.has("providerData") ? data(place.at("providerData")) : null;
        return switch (place.text("type")) {
            case "text" -> text(place, data);
            case "reasoning" -> reasoning(place, data);
            case "media" -> media(place, data);
            case "toolCall" -> call(place, data);
            case "toolResult" -> result(place, data);
            default -> throw place.at("type").bad("a kind of part that this version does not know; update LLM Driver");
        };
    }

    private static ProviderData data(Place place) throws BadJson {
        return new ProviderData(place.text("driver"), place.text("model"), place.text("json"));
    }

    private static Part text(Place place, @Nullable ProviderData data) throws BadJson {
        Text text = Text.of(place.text("text"));
        return data == null ? text : text.withProviderData(data);
    }

    private static Part reasoning(Place place, @Nullable ProviderData data) throws BadJson {
        Reasoning reasoning = Reasoning.of(place.text("text"));
        return data == null ? reasoning : reasoning.withProviderData(data);
    }

    private static Part call(Place place, @Nullable ProviderData data) throws BadJson {
        ToolCall call = ToolCall.of(place.text("id"), place.text("name"), place.text("arguments"));
        return data == null ? call : call.withProviderData(data);
    }

    private static Part result(Place place, @Nullable ProviderData data) throws BadJson {
        String callId = place.text("callId");
        String tool = place.text("toolName");
        String content = place.text("content");
        boolean failed = place.has("error") && place.flag("error");
        ToolResult result = failed
                ? ToolResult.error(ToolCall.of(callId, tool, ""), content)
                : ToolResult.of(callId, tool, content);
        return data == null ? result : result.withProviderData(data);
    }

    private static Part media(Place place, @Nullable ProviderData data) throws BadJson {
        try {
            String type = place.text("mimeType");
            Media media = place.has("base64")
                    ? Media.of(type, Base64.getDecoder().decode(place.text("base64")))
                    : Media.of(type, URI.create(place.text("uri")));
            return data == null ? media : media.withProviderData(data);
        } catch (IllegalArgumentException malformed) { // its message would quote the content
            throw place.bad("expected a MIME type, and bytes in Base64 or an absolute address");
        }
    }
}
