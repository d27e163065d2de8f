package dev.llmdriver.huggingface.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.Media;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import java.io.IOException;
import java.net.URI;

/** Writes an image, and where the engine takes it sound or video, as a part of a user's message (wire page 2.1 and 8). */
final class MediaPart {
    private final Backend backend;
    private final JsonGenerator out;

    MediaPart(Backend backend, JsonGenerator out) {
        this.backend = backend;
        this.out = out;
    }

    void write(Media media) throws IOException {
        String family = media.mimeType().substring(0, media.mimeType().indexOf('/'));
        boolean taken = family.equals("image")
                || (backend.has(Rule.AUDIO_AND_VIDEO) && (family.equals("audio") || family.equals("video")));
        if (!taken) {
            throw unsupported(media);
        }
        out.writeStartObject();
        out.writeStringField("type", family + "_url");
        out.writeObjectFieldStart(family + "_url");
        out.writeFieldName("url");
        url(media);
        out.writeEndObject();
        out.writeEndObject();
    }

    /** TGI wants exactly {@code data:<mime>;base64,<data>} with one semicolon. */
    private void url(Media media) throws IOException {
        URI uri = media.uri().orElse(null);
        out.writeString(
                uri != null
                        ? uri.toString()
                        : "data:" + media.mimeType() + ";base64,"
                                + media.base64().orElseThrow());
    }

    private LlmException unsupported(Media media) {
        String remedy = backend.name().equals("vLLM")
                ? "send images, sound or video"
                : "send images, or use a dedicated vLLM endpoint with dialect=vllm for sound and video";
        return LlmException.builder(
                        ErrorKind.UNSUPPORTED,
                        backend.name() + " takes no " + media.mimeType() + " in a chat; " + remedy)
                .reason("media_type")
                .phase(Phase.BUILD)
                .build();
    }
}
