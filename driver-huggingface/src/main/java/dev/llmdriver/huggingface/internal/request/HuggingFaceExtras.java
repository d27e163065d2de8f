package dev.llmdriver.huggingface.internal.request;

import dev.llmdriver.http.ExtraFields;
import dev.llmdriver.http.Fates;
import java.util.Map;
import java.util.Set;

/** Merges the caller's own fields into a chat request. TGI takes two names of one field for a field given twice, and refuses. */
final class HuggingFaceExtras {
    /** What is replaced in the midst of these objects, or beside a switch, replaces what was asked. */
    private static final Map<String, String> RENAMED = Map.of(
            "response_format", "responseFormat",
            "tool_choice", "toolChoice",
            "top_logprobs", "logprobs");

    private HuggingFaceExtras() {}

    static byte[] merge(byte[] body, Map<String, Object> extras, Fates fates) {
        boolean otherName = extras.containsKey("max_completion_tokens");
        return ExtraFields.merge(body, extras, otherName ? Set.of("max_tokens") : Set.of(), RENAMED, fates);
    }
}
