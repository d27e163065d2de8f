package dev.llmdriver.huggingface.internal.request;

import dev.llmdriver.http.ExtraFields;
import dev.llmdriver.http.Fates;
import java.util.Map;
import java.util.Set;

/** Merges the caller's own fields into a chat request. TGI takes two names of one field for a field given twice, and refuses. */
final class HuggingFaceExtras {
    private HuggingFaceExtras() {}

    static byte[] merge(byte[] body, Map<String, Object> extras, Fates fates) {
        boolean otherName = extras.containsKey("max_completion_tokens");
        return ExtraFields.merge(body, extras, otherName ? Set.of("max_tokens") : Set.of(), fates);
    }
}
