package dev.llmdriver.gemini.internal.request;

import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.Support;
import java.util.List;
import java.util.Locale;

/** What a model's name tells of what it can do. Models for speech, images or other tasks share the names, so of them little is said. */
public final class ModelAbilities {
    private static final List<String> SPECIAL = List.of(
            "tts", "image", "embedding", "audio", "live", "omni", "robotics", "computer-use", "customtools", "er-");

    private ModelAbilities() {}

    /** {@return what is known of a model without asking} */
    public static Capabilities of(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        Family family = Family.of(model);
        if (family == Family.UNKNOWN || SPECIAL.stream().anyMatch(name::contains)) {
            return Capabilities.unknown();
        }
        Capabilities known = Capabilities.unknown()
                .with(Support.YES, Capability.STREAMING, Capability.TOKEN_COUNTING, Capability.IMAGE_INPUT)
                .with(Support.NO, Capability.EMBEDDINGS)
                .with(family.takesInstructions() ? Support.YES : Support.NO, Capability.SYSTEM_MESSAGES)
                .with(thinks(family) ? Support.YES : Support.NO, Capability.REASONING);
        return name.startsWith("gemma")
                ? known
                : known.with(
                        Support.YES,
                        Capability.TOOLS,
                        Capability.TOOL_CHOICE,
                        Capability.PARALLEL_TOOL_CALLS,
                        Capability.JSON,
                        Capability.JSON_SCHEMA,
                        Capability.SEED,
                        Capability.AUDIO_INPUT,
                        Capability.VIDEO_INPUT,
                        Capability.DOCUMENT_INPUT);
    }

    private static boolean thinks(Family family) {
        return family.thinking() != Family.Thinking.NONE;
    }
}
