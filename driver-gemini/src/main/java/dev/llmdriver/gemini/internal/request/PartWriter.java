package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.Media;
import dev.llmdriver.Part;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.gemini.internal.part.PartNote;
import dev.llmdriver.http.Fates;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes parts (wire page 2.1 and 3.3). What came from this very model goes back in its own part as it came: signature, thoughts, and the
 * parts beside it. What came from another one is left out.
 */
final class PartWriter {
    /** What Gemini takes in place of a signature that another model's call cannot have, as it is documented. */
    private static final String FILLER = "skip_thought_signature_validator";

    private final String model;
    private final Fates fates;
    private final Contents contents;

    PartWriter(String model, Fates fates, Contents contents) {
        this.model = model;
        this.fates = fates;
        this.contents = contents;
    }

    void user(Part part) throws IOException {
        if (part instanceof Text text) {
            text(text, PartNote.NONE);
        } else if (part instanceof Media media) {
            media(media, PartNote.NONE);
        } else {
            throw Misplaced.part("user", part);
        }
        noteForeign(part);
    }

    /**
     * Writes a part of an answer.
     *
     * @param fill whether a call without a signature gets the filler, being the first of its turn
     */
    void model(Part part, boolean fill) throws IOException {
        PartNote note = note(part).orElse(PartNote.NONE);
        raw(note.before());
        if (part instanceof Text text) {
            text(text, note);
        } else if (part instanceof Reasoning thought) {
            thought(thought);
        } else if (part instanceof ToolCall call) {
            call(call, note, fill);
        } else if (part instanceof Media media) {
            media(media, note);
        } else {
            throw Misplaced.part("assistant", part);
        }
        raw(note.after());
        noteForeign(part);
    }

    private void raw(List<String> parts) throws IOException {
        for (String part : parts) {
            contents.part().writeRawValue(part);
        }
    }

    private Optional<PartNote> note(Part part) {
        return PartNote.of(part.providerData(), model);
    }

    private void noteForeign(Part part) {
        if (part.providerData().isPresent() && note(part).isEmpty() && !(part instanceof Reasoning)) {
            fates.dropped("messages", "provider data that is another driver's or model's");
        }
    }

    /** An empty text without a signature is nothing, and an empty part is an error. */
    private void text(Text text, PartNote note) throws IOException {
        if (!text.text().isEmpty() || note.signature() != null) {
            JsonGenerator out = start();
            out.writeStringField("text", text.text());
            end(note.signature());
        }
    }

    private void thought(Reasoning thought) throws IOException {
        Optional<PartNote> own = note(thought);
        if (own.isPresent()) {
            JsonGenerator out = start();
            out.writeStringField("text", thought.text());
            out.writeBooleanField("thought", true);
            end(own.get().signature());
        } else {
            fates.dropped("messages", "reasoning that is not this model's own");
        }
    }

    private void call(ToolCall call, PartNote note, boolean fill) throws IOException {
        String arguments = arguments(call.arguments());
        JsonGenerator out = start();
        out.writeObjectFieldStart("functionCall");
        if (!note.madeUpId() && !call.id().isEmpty()) {
            out.writeStringField("id", call.id());
        }
        out.writeStringField("name", call.name());
        out.writeFieldName("args");
        out.writeRawValue(arguments);
        out.writeEndObject();
        boolean fills = note.signature() == null && fill;
        end(fills ? FILLER : note.signature());
        if (fills) {
            fates.emulated("messages", "a call without a thought signature of this model goes with " + FILLER);
        }
    }

    private String arguments(String arguments) {
        if (arguments.isBlank() || arguments.strip().equals("null")) {
            return "{}";
        }
        Optional<String> object = JsonObjects.read(arguments);
        if (object.isPresent()) {
            return object.get();
        }
        fates.emulated("messages", "arguments that are no JSON object go as the text 'arguments' in one");
        return JsonObjects.of("arguments", arguments);
    }

    private void media(Media media, PartNote note) throws IOException {
        JsonGenerator out = start();
        boolean elsewhere = media.uri().isPresent();
        out.writeObjectFieldStart(elsewhere ? "fileData" : "inlineData");
        out.writeStringField("mimeType", media.mimeType());
        if (elsewhere) {
            out.writeStringField("fileUri", media.uri().get().toString());
        } else {
            out.writeStringField("data", media.base64().orElseThrow());
        }
        out.writeEndObject();
        end(note.signature());
    }

    private JsonGenerator start() throws IOException {
        JsonGenerator out = contents.part();
        out.writeStartObject();
        return out;
    }

    private void end(@Nullable String signature) throws IOException {
        JsonGenerator out = contents.part();
        if (signature != null) {
            out.writeStringField(PartNote.SIGNATURE, signature);
        }
        out.writeEndObject();
    }
}
