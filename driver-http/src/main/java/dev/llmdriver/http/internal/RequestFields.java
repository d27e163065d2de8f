package dev.llmdriver.http.internal;

import dev.llmdriver.ChatRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of a chat request is meant for the model, by the names of the accessors. */
public final class RequestFields {
    private RequestFields() {}

    /** {@return those that are set} */
    public static List<String> set(ChatRequest request) {
        Map<String, Boolean> fields = new LinkedHashMap<>();
        fields.put("messages", true);
        fields.put("maxTokens", request.maxTokens().isPresent());
        fields.put("temperature", request.temperature().isPresent());
        fields.put("topP", request.topP().isPresent());
        fields.put("topK", request.topK().isPresent());
        fields.put("stop", !request.stop().isEmpty());
        fields.put("seed", request.seed().isPresent());
        fields.put("frequencyPenalty", request.frequencyPenalty().isPresent());
        fields.put("presencePenalty", request.presencePenalty().isPresent());
        fields.put("logprobs", request.logprobs().isPresent());
        fields.put("tools", !request.tools().isEmpty());
        fields.put("toolChoice", request.toolChoice().isPresent());
        fields.put("parallelToolCalls", request.parallelToolCalls().isPresent());
        fields.put("responseFormat", request.responseFormat().isPresent());
        fields.put("reasoningEffort", request.reasoningEffort().isPresent());
        fields.put("providerData", hasProviderData(request));
        fields.values().removeIf(set -> !set);
        return List.copyOf(fields.keySet());
    }

    /** What some provider attached to its answer; it stands in the messages, but has a fate of its own. */
    private static boolean hasProviderData(ChatRequest request) {
        return request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .anyMatch(part -> part.providerData().isPresent());
    }
}
