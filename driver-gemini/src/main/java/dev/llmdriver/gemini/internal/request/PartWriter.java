package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.llmdriver.Media;
import dev.llmdriver.Part;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.gemini.internal.part.PartNote;
import dev.llmdriver.http.Fates;
import java.util.Optional;

/**
 * Writes parts (wire page 2.1 and 3.3). What came from this very model goes back in its own part as it came: signature, thoughts, and the
 * parts beside it. What came from another one is left out.
 */
final class PartWriter {
    /** What Gemini takes in place of a signature that another model's call cannot have, as it is documented. */
    private static final String FILLER = "skip_thought_signature_validator";

    private final String model;
    private final Fates fates;

    PartWriter(String model, Fates fates) {
        this.model = model;
        this.fates = fates;
    }

    void user(Part part, ArrayNode into) {
        if (part instanceof Text text) {
            text(text, PartNote.NONE, into);
        } else if (part instanceof Media media) {
            media(media, into.addObject());
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
    void model(Part part, boolean fill, ArrayNode into) {
        PartNote note = note(part).orElse(PartNote.NONE);
        note.before().forEach(raw -> into.addRawValue(new RawValue(raw)));
        if (part instanceof Text text) {
            text(text, note, into);
        } else if (part instanceof Reasoning thought) {
            thought(thought, into);
        } else if (part instanceof ToolCall call) {
            call(call, note, fill, into.addObject());
        } else if (part instanceof Media media) {
            sign(note, media(media, into.addObject()));
        } else {
            throw Misplaced.part("assistant", part);
        }
        note.after().forEach(raw -> into.addRawValue(new RawValue(raw)));
        noteForeign(part);
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
    private static void text(Text text, PartNote note, ArrayNode into) {
        if (!text.text().isEmpty() || note.signature() != null) {
            sign(note, into.addObject().put("text", text.text()));
        }
    }

    private void thought(Reasoning thought, ArrayNode into) {
        Optional<PartNote> own = note(thought);
        if (own.isPresent()) {
            sign(own.get(), into.addObject().put("text", thought.text()).put("thought", true));
        } else {
            fates.dropped("messages", "reasoning that is not this model's own");
        }
    }

    private void call(ToolCall call, PartNote note, boolean fill, ObjectNode into) {
        ObjectNode function = into.putObject("functionCall");
        if (!note.madeUpId() && !call.id().isEmpty()) {
            function.put("id", call.id());
        }
        function.put("name", call.name());
        function.putRawValue("args", new RawValue(arguments(call.arguments())));
        sign(note, into);
        if (note.signature() == null && fill) {
            into.put(PartNote.SIGNATURE, FILLER);
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

    private static ObjectNode media(Media media, ObjectNode into) {
        media.uri()
                .ifPresentOrElse(
                        uri -> into.putObject("fileData")
                                .put("mimeType", media.mimeType())
                                .put("fileUri", uri.toString()),
                        () -> into.putObject("inlineData")
                                .put("mimeType", media.mimeType())
                                .put("data", media.base64().orElseThrow()));
        return into;
    }

    private static void sign(PartNote note, ObjectNode part) {
        if (note.signature() != null) {
            part.put(PartNote.SIGNATURE, note.signature());
        }
    }
}
