package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.http.Fates;
import java.util.List;
import java.util.OptionalDouble;

/** Writes the numbers and texts that steer sampling into {@code generationConfig}, within the bounds that Gemini sets (wire page 2.2). */
final class SamplingFields {
    private static final int MOST_STOPS = 5;
    private static final int MOST_LOGPROBS = 20;

    private final Fates fates;
    private final ObjectNode generation;

    SamplingFields(Fates fates, ObjectNode generation) {
        this.fates = fates;
        this.generation = generation;
    }

    void write(ChatRequest request) {
        if (request.maxTokens().isPresent()) {
            generation.put("maxOutputTokens", request.maxTokens().getAsInt());
            fates.renamed("maxTokens", "sent as maxOutputTokens; thinking counts");
        }
        bounded("temperature", request.temperature(), 0, 2);
        bounded("topP", request.topP(), 0, 1);
        if (request.topK().isPresent()) {
            generation.put("topK", request.topK().getAsInt());
            fates.sent("topK");
        }
        stop(request.stop());
        seed(request);
        bounded("presencePenalty", request.presencePenalty(), -2, 2);
        bounded("frequencyPenalty", request.frequencyPenalty(), -2, 2);
        logprobs(request);
    }

    private void bounded(String field, OptionalDouble value, double min, double max) {
        if (value.isEmpty()) {
            return;
        }
        double asked = value.getAsDouble();
        double sent = Math.max(min, Math.min(max, asked));
        generation.put(field, sent);
        if (sent == asked) {
            fates.sent(field);
        } else {
            fates.clamped(field, sent + " instead of " + asked + ": Gemini takes " + min + " to " + max);
        }
    }

    private void stop(List<String> stop) {
        if (stop.isEmpty()) {
            return;
        }
        stop.stream().limit(MOST_STOPS).forEach(generation.putArray("stopSequences")::add);
        if (stop.size() > MOST_STOPS) {
            fates.clamped("stop", "the first 5 of " + stop.size() + ": Gemini takes no more");
        } else {
            fates.renamed("stop", "sent as stopSequences");
        }
    }

    /** Seeds have 32 bits. */
    private void seed(ChatRequest request) {
        if (request.seed().isEmpty()) {
            return;
        }
        long asked = request.seed().getAsLong();
        if (asked == (int) asked) {
            generation.put("seed", (int) asked);
            fates.sent("seed");
        } else {
            generation.put("seed", Long.hashCode(asked));
            fates.clamped("seed", "folded to 32 bits, as repeatable as before: Gemini takes no more");
        }
    }

    private void logprobs(ChatRequest request) {
        if (request.logprobs().isEmpty()) {
            return;
        }
        int asked = request.logprobs().getAsInt();
        int sent = Math.min(asked, MOST_LOGPROBS);
        generation.put("responseLogprobs", true);
        if (sent > 0) {
            generation.put("logprobs", sent);
        }
        if (sent == asked) {
            fates.renamed("logprobs", "sent as responseLogprobs and logprobs");
        } else {
            fates.clamped("logprobs", sent + " instead of " + asked + ": Gemini takes no more");
        }
    }
}
