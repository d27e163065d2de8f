package dev.llmdriver.ollama.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.Media;
import dev.llmdriver.Support;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import java.io.IOException;
import java.util.List;

/** Writes {@code images}: bare Base64 without a {@code data:} prefix, sound included where the model hears (wire page 2). */
final class MediaField {
    private MediaField() {}

    static void write(List<Media> media, Capabilities known, JsonGenerator out) throws IOException {
        if (media.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("images");
        for (Media each : media) {
            refuse(each, known);
            out.writeString(each.base64().orElseThrow());
        }
        out.writeEndArray();
    }

    private static void refuse(Media media, Capabilities known) {
        boolean image = media.mimeType().startsWith("image/");
        if (!image && !media.mimeType().startsWith("audio/")) {
            throw unsupported(
                    "media_type", "Ollama takes no " + media.mimeType() + "; send images as PNG, JPEG or WebP");
        }
        if (media.uri().isPresent()) {
            throw unsupported(
                    "media_address",
                    "Ollama takes images as bytes only and fetches no address; read the image and send its bytes");
        }
        if (known.of(image ? Capability.IMAGE_INPUT : Capability.AUDIO_INPUT) == Support.NO) {
            throw unsupported(
                    "capability",
                    "the model cannot take " + media.mimeType() + "; choose one that can, llm models tells which");
        }
    }

    private static LlmException unsupported(String reason, String message) {
        return LlmException.builder(ErrorKind.UNSUPPORTED, message)
                .reason(reason)
                .phase(Phase.BUILD)
                .build();
    }
}
