package dev.llmdriver.huggingface.internal.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.http.ExtraFields;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Merges the caller's own fields into a chat request. TGI takes two names of one field for a field given twice, and refuses. */
final class HuggingFaceExtras {
    private HuggingFaceExtras() {}

    static byte[] merge(byte[] body, Map<String, Object> extras, Fates fates) {
        byte[] merged = ExtraFields.merge(body, extras, fates);
        return extras.containsKey("max_completion_tokens") ? without("max_tokens", merged) : merged;
    }

    private static byte[] without(String field, byte[] body) {
        try {
            ObjectNode request = (ObjectNode) Json.tree(body);
            request.remove(field);
            return Json.writer().writeValueAsBytes(request);
        } catch (IOException impossible) {
            throw new UncheckedIOException("what was written here cannot be read", impossible);
        }
    }
}
