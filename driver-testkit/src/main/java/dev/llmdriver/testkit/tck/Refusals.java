package dev.llmdriver.testkit.tck;

import dev.llmdriver.Capability;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.Tool;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Requests that a driver may have to refuse before sending them. */
final class Refusals {
    /** The kinds of media, by what must be claimed for them. */
    static final Map<Capability, String> MEDIA = new LinkedHashMap<>();

    static {
        MEDIA.put(Capability.IMAGE_INPUT, "image/png");
        MEDIA.put(Capability.AUDIO_INPUT, "audio/wav");
        MEDIA.put(Capability.VIDEO_INPUT, "video/mp4");
        MEDIA.put(Capability.DOCUMENT_INPUT, "application/pdf");
    }

    private Refusals() {}

    /** {@return a request with a part of this kind, as bytes} */
    static ChatRequest withMedia(String mimeType) {
        return withMedia(Media.of(mimeType, new byte[] {1, 2, 3, (byte) 0xFE, 0, 7}));
    }

    static ChatRequest withMedia(Media media) {
        return ChatRequest.builder()
                .message(Message.of(Role.USER, Text.of("tck-before"), media, Text.of("tck-after")))
                .build();
    }

    /** {@return requests of which some must be refused, by what the refusal must name} */
    static Map<String, ChatRequest> candidates(Scenario s) {
        Map<String, ChatRequest> candidates = new LinkedHashMap<>();
        MEDIA.forEach((capability, mime) -> {
            if (!s.tck().capabilities().contains(capability)) {
                candidates.put(mime, withMedia(mime));
            }
        });
        add(
                candidates,
                "schema",
                () -> Samples.request().toBuilder()
                        .responseFormat(new ResponseFormat.JsonSchema("tck", "{no schema", true))
                        .build());
        add(
                candidates,
                Samples.TOOL,
                () -> Samples.request().toBuilder()
                        .tools(new Tool(Samples.TOOL, "broken", "{no schema"))
                        .build());
        return candidates;
    }

    /** What the contract's own types refuse never reaches a driver. */
    private static void add(Map<String, ChatRequest> candidates, String name, Supplier<ChatRequest> request) {
        try {
            candidates.put(name, request.get());
        } catch (IllegalArgumentException impossible) {
            candidates.remove(name);
        }
    }
}
