package dev.llmdriver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Merges the caller's own fields into a written request, last, so that they win; objects are merged, all else is replaced. */
public final class ExtraFields {
    private ExtraFields() {}

    /**
     * Merges extras into a request.
     *
     * @param body the request, a JSON object in UTF-8; not changed
     * @param extras the caller's fields by their names on the wire, as {@code ChatRequest.extras(driver)} gives them
     * @param fates where each is noted as sent, as {@code extra <name>}, and a field of the same name that it replaces as dropped
     * @return the request with these fields; the same array if there are none
     */
    public static byte[] merge(byte[] body, Map<String, Object> extras, Fates fates) {
        try {
            return extras.isEmpty() ? body : merged(body, extras, fates);
        } catch (IOException impossible) {
            throw new UncheckedIOException("what was written here cannot be read", impossible);
        }
    }

    private static byte[] merged(byte[] body, Map<String, Object> extras, Fates fates) throws IOException {
        ObjectNode request = (ObjectNode) Json.tree(body);
        ObjectNode added = (ObjectNode) Json.tree(Json.writer().writeValueAsBytes(extras));
        for (String key : extras.keySet()) {
            if (replaces(request.get(key), added.path(key))) {
                fates.replaced(key, "extra " + key);
            }
            fates.sent("extra " + key);
        }
        merge(request, added);
        return Json.writer().writeValueAsBytes(request);
    }

    private static boolean replaces(@Nullable JsonNode present, JsonNode added) {
        return present != null && !present.equals(added) && !(present.isObject() && added.isObject());
    }

    private static void merge(ObjectNode into, ObjectNode from) {
        from.properties().forEach(field -> {
            JsonNode present = into.get(field.getKey());
            if (present instanceof ObjectNode inner && field.getValue() instanceof ObjectNode added) {
                merge(inner, added);
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }
}
