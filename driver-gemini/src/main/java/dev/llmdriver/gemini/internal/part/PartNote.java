package dev.llmdriver.gemini.internal.part;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.ProviderData;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has to go back to Gemini with a part of an answer: its thought signature, untouched, and the parts around it that the contract
 * has no type for, such as executed code or an empty text that carries nothing but a signature (wire page 3.3).
 *
 * @param signature the part's own thought signature; null if it has none
 * @param madeUpId whether the id of the call is the driver's, so that none goes back
 * @param before JSON of the parts that stood before it
 * @param after JSON of the parts that stood after it
 */
public record PartNote(@Nullable String signature, boolean madeUpId, List<String> before, List<String> after) {
    /** The driver's id, under which extras and provider data belong to it. */
    public static final String DRIVER = "gemini";

    /** The field of a part that holds its signature. */
    public static final String SIGNATURE = "thoughtSignature";

    private static final String MADE_UP_ID = "madeUpId";
    private static final String BEFORE = "before";
    private static final String AFTER = "after";

    /** Nothing but that the part is Gemini's own. */
    public static final PartNote NONE = new PartNote(null, false, List.of(), List.of());

    /** {@return a note of these parts before} */
    public PartNote withBefore(List<String> parts) {
        return new PartNote(signature, madeUpId, List.copyOf(parts), after);
    }

    /** {@return a note of these parts after} */
    public PartNote withAfter(List<String> parts) {
        return new PartNote(signature, madeUpId, before, List.copyOf(parts));
    }

    /** {@return whether there is nothing to note} */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** {@return the note as provider data of a model} */
    public ProviderData toData(String model) {
        ObjectNode note = (ObjectNode) tree("{}");
        if (signature != null) {
            note.put(SIGNATURE, signature);
        }
        if (madeUpId) {
            note.put(MADE_UP_ID, true);
        }
        put(note, BEFORE, before);
        put(note, AFTER, after);
        return new ProviderData(DRIVER, model, note.toString());
    }

    /** {@return the JSON of an empty text that carries nothing but a signature, as Gemini ends answers with it} */
    public static String emptyText(String signature, boolean thought) {
        ObjectNode part = (ObjectNode) tree("{}");
        part.put("text", "");
        if (thought) {
            part.put("thought", true);
        }
        return part.put(SIGNATURE, signature).toString();
    }

    private static void put(ObjectNode note, String field, List<String> parts) {
        if (!parts.isEmpty()) {
            parts.forEach(part -> note.withArrayProperty(field).add(tree(part)));
        }
    }

    /** {@return the note that the data holds, if it is this driver's and of this model, however either is spelled} */
    public static Optional<PartNote> of(Optional<ProviderData> data, String model) {
        return data.filter(
                        own -> own.driver().equals(DRIVER) && plain(own.model()).equals(plain(model)))
                .map(own -> read(tree(own.json())));
    }

    /** With {@code models/} and without it is the same model (wire page 1), whose signatures must not be lost. */
    private static String plain(String model) {
        return model.startsWith("models/") ? model.substring("models/".length()) : model;
    }

    private static PartNote read(JsonNode note) {
        return new PartNote(
                note.path(SIGNATURE).isTextual() ? note.path(SIGNATURE).asText() : null,
                note.path(MADE_UP_ID).asBoolean(false),
                texts(note.path(BEFORE)),
                texts(note.path(AFTER)));
    }

    private static List<String> texts(JsonNode parts) {
        List<String> texts = new ArrayList<>();
        parts.forEach(part -> texts.add(part.toString()));
        return List.copyOf(texts);
    }

    private static JsonNode tree(String json) {
        try {
            return Json.tree(json);
        } catch (IOException broken) {
            throw new UncheckedIOException("provider data of this driver is not JSON", broken);
        }
    }
}
