package dev.llmdriver.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Merges the caller's own fields into a written request, last, so that they win; objects are merged, all else is replaced. */
public final class ExtraFields {
    private ExtraFields() {}

    /**
     * Merges extras into a request.
     *
     * @param body the request, a JSON object in UTF-8; not changed
     * @param extras the caller's fields by their names on the wire, as {@code ChatRequest.extras(driver)} gives them
     * @param fates where each is noted as sent, as {@code extra <name>}, and what it replaces as dropped, if that has the same name or, as
     *     {@code topP} for {@code top_p}, is spelled the other way
     * @return the request with these fields; the same array if there are none
     */
    public static byte[] merge(byte[] body, Map<String, Object> extras, Fates fates) {
        return merge(body, extras, Set.of(), fates);
    }

    /**
     * Merges extras into a request, as above.
     *
     * @param body the request, a JSON object in UTF-8; not changed
     * @param extras the caller's fields
     * @param without names of fields of the request that are left out, as extras stand for them under another name
     * @param fates where the extras are noted as sent, and what they replace as dropped
     * @return the request with the extras; the same array if there are none
     */
    public static byte[] merge(byte[] body, Map<String, Object> extras, Set<String> without, Fates fates) {
        return merge(body, extras, without, Map.of(), fates);
    }

    /**
     * Merges extras into a request, as above.
     *
     * @param body the request, a JSON object in UTF-8; not changed
     * @param extras the caller's fields
     * @param without names of fields of the request that are left out, as extras stand for them under another name
     * @param renamed the contract's fields by the places where they go under another name, such as {@code maxTokens} by
     *     {@code options.num_predict}; what is replaced there, or further inside, counts as that field
     * @param fates where the extras are noted as sent, and what they replace as dropped
     * @return the request with the extras; the same array if there are none
     */
    public static byte[] merge(
            byte[] body, Map<String, Object> extras, Set<String> without, Map<String, String> renamed, Fates fates) {
        if (extras.isEmpty()) {
            return body;
        }
        try {
            ObjectNode added = (ObjectNode) JsonText.exactTree(Json.writer().writeValueAsBytes(extras));
            noteReplaced(JsonText.exactTree(body), added, "", renamed, fates);
            without.forEach(field -> fates.replaced(camel(field), "an extra"));
            extras.keySet().forEach(key -> fates.sent("extra " + key));
            return Json.bytes(out -> {
                try (JsonParser in = Json.parser(body, 0, body.length)) {
                    in.nextToken();
                    merge(in, added, without, out);
                }
            });
        } catch (IOException impossible) {
            throw new UncheckedIOException("what was written here cannot be read", impossible);
        }
    }

    private static void noteReplaced(
            JsonNode present, ObjectNode added, String inside, Map<String, String> renamed, Fates fates) {
        added.properties().forEach(field -> {
            String key = field.getKey();
            String place = inside + key;
            JsonNode before = present.get(key);
            if (before instanceof ObjectNode && field.getValue() instanceof ObjectNode inner) {
                noteReplaced(before, inner, place + ".", renamed, fates);
            } else if (before != null && !before.equals(field.getValue())) {
                String by = "extra " + place;
                fates.replaced(key, by);
                fates.replaced(camel(key), by);
                renamed.forEach((where, contract) -> {
                    if ((place + ".").startsWith(where + ".")) {
                        fates.replaced(contract, by);
                    }
                });
            }
        });
    }

    /** {@return a name on the wire in the spelling of the contract} */
    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("_", -1)) {
            boolean first = camel.isEmpty() || word.isEmpty();
            camel.append(first ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camel.toString();
    }

    /** What nobody replaces is copied as it was written, for a tree would change the numbers in schemas and arguments. */
    private static void merge(JsonParser in, ObjectNode added, Set<String> without, JsonGenerator out)
            throws IOException {
        Set<String> left = new LinkedHashSet<>();
        added.fieldNames().forEachRemaining(left::add);
        out.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            if (left.remove(name)) {
                out.writeFieldName(name);
                if (value == JsonToken.START_OBJECT && added.get(name) instanceof ObjectNode inner) {
                    merge(in, inner, Set.of(), out);
                } else {
                    in.skipChildren();
                    Json.write(added.get(name), out);
                }
            } else if (without.contains(name)) {
                in.skipChildren();
            } else {
                out.writeFieldName(name);
                JsonText.copyValue(out, in);
            }
        }
        for (String name : left) {
            out.writeFieldName(name);
            Json.write(added.get(name), out);
        }
        out.writeEndObject();
    }
}
