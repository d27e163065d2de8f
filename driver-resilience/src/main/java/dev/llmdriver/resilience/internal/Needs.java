package dev.llmdriver.resilience.internal;

import dev.llmdriver.Capability;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.ToolChoice;
import java.util.EnumSet;
import java.util.Set;

/** What a model must be able to do for a request: what would be lost otherwise, not what would be done less well. */
final class Needs {
    private Needs() {}

    static Set<Capability> of(ChatRequest request) {
        Set<Capability> needs = EnumSet.noneOf(Capability.class);
        boolean mayCall = !(request.toolChoice().orElse(null) instanceof ToolChoice.None);
        if (!request.tools().isEmpty() && mayCall) {
            needs.add(Capability.TOOLS);
        }
        request.responseFormat().ifPresent(format -> add(needs, format));
        for (Message message : request.messages()) {
            message.parts(Media.class).forEach(media -> needs.add(of(media.mimeType())));
        }
        return needs;
    }

    private static void add(Set<Capability> needs, ResponseFormat format) {
        if (format instanceof ResponseFormat.JsonSchema) {
            needs.add(Capability.JSON_SCHEMA);
        } else if (format instanceof ResponseFormat.Json) {
            needs.add(Capability.JSON);
        }
    }

    private static Capability of(String mimeType) {
        return switch (mimeType.replaceFirst("/.*", "")) {
            case "image" -> Capability.IMAGE_INPUT;
            case "audio" -> Capability.AUDIO_INPUT;
            case "video" -> Capability.VIDEO_INPUT;
            default -> Capability.DOCUMENT_INPUT;
        };
    }
}
