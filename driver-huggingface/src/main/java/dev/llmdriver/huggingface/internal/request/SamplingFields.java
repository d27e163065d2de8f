package dev.llmdriver.huggingface.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.http.Fates;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Writes the numbers and texts that steer sampling, each as the backend takes it (wire page 2). */
final class SamplingFields {
    private static final int MOST_STOPS = 4;
    private static final int MOST_LOGPROBS = 5;

    private final Backend backend;
    private final Fates fates;
    private final JsonGenerator out;

    SamplingFields(Backend backend, Fates fates, JsonGenerator out) {
        this.backend = backend;
        this.fates = fates;
        this.out = out;
    }

    void write(ChatRequest request) throws IOException {
        maxTokens(request);
        bounded("temperature", "temperature", request.temperature(), 0, 2, Rule.TEMPERATURE_TO_TWO);
        topP(request);
        topK(request);
        stop(request.stop());
        seed(request);
        bounded("frequencyPenalty", "frequency_penalty", request.frequencyPenalty(), -2, 2, Rule.PENALTIES_TO_TWO);
        presencePenalty(request);
        logprobs(request);
        reasoningEffort(request);
    }

    private void maxTokens(ChatRequest request) throws IOException {
        if (request.maxTokens().isPresent()) {
            out.writeNumberField("max_tokens", request.maxTokens().getAsInt());
            fates.sent("maxTokens");
        }
    }

    private void bounded(String field, String wireName, OptionalDouble value, double min, double max, Rule rule)
            throws IOException {
        if (value.isEmpty()) {
            return;
        }
        double asked = value.getAsDouble();
        double sent = backend.has(rule) ? Math.max(min, Math.min(max, asked)) : asked;
        out.writeNumberField(wireName, sent);
        if (sent == asked) {
            fates.sent(field);
        } else {
            fates.clamped(field, sent + " instead of " + asked + ": " + backend.name() + " takes no more");
        }
    }

    private void topP(ChatRequest request) throws IOException {
        if (request.topP().isEmpty()) {
            return;
        }
        double topP = request.topP().getAsDouble();
        if (topP == 1.0 && backend.has(Rule.TOP_P_BELOW_ONE)) {
            fates.emulated("topP", "1.0 is left out, which means the same: TGI refuses it");
        } else {
            out.writeNumberField("top_p", topP);
            fates.sent("topP");
        }
    }

    private void topK(ChatRequest request) throws IOException {
        if (request.topK().isEmpty()) {
            return;
        }
        if (backend.has(Rule.NO_TOP_K)) {
            fates.dropped(
                    "topK",
                    backend.name()
                            + " has no top_k in chat; extra(\"huggingface\", \"top_k\", …) sends it all the same");
        } else {
            out.writeNumberField("top_k", request.topK().getAsInt());
            fates.sent("topK");
        }
    }

    /** Always an array: a bare string, which OpenAI takes too, is refused by TGI. */
    private void stop(List<String> stop) throws IOException {
        if (stop.isEmpty()) {
            return;
        }
        boolean tooMany = backend.has(Rule.FOUR_STOPS) && stop.size() > MOST_STOPS;
        out.writeArrayFieldStart("stop");
        for (String text : tooMany ? stop.subList(0, MOST_STOPS) : stop) {
            out.writeString(text);
        }
        out.writeEndArray();
        if (tooMany) {
            fates.clamped("stop", "the first 4 of " + stop.size() + ": " + backend.name() + " takes no more");
        } else {
            fates.sent("stop");
        }
    }

    private void seed(ChatRequest request) throws IOException {
        if (request.seed().isEmpty()) {
            return;
        }
        long seed = request.seed().getAsLong();
        if (seed < 0 && backend.has(Rule.SEED_NOT_NEGATIVE)) {
            out.writeNumberField("seed", seed & Long.MAX_VALUE);
            fates.clamped("seed", "sent without its sign bit, as repeatable as before: seeds are not negative here");
        } else {
            out.writeNumberField("seed", seed);
            fates.sent("seed");
        }
    }

    private void presencePenalty(ChatRequest request) throws IOException {
        if (request.presencePenalty().isPresent() && backend.has(Rule.NO_PRESENCE_PENALTY)) {
            fates.dropped(
                    "presencePenalty", "TGI takes it for a repetition penalty of 2 more, which is something else");
        } else {
            bounded("presencePenalty", "presence_penalty", request.presencePenalty(), -2, 2, Rule.PENALTIES_TO_TWO);
        }
    }

    private void logprobs(ChatRequest request) throws IOException {
        if (request.logprobs().isEmpty()) {
            return;
        }
        int asked = request.logprobs().getAsInt();
        int sent = backend.has(Rule.FIVE_LOGPROBS) ? Math.min(asked, MOST_LOGPROBS) : asked;
        out.writeBooleanField("logprobs", true);
        if (sent > 0) {
            out.writeNumberField("top_logprobs", sent);
        }
        if (sent == asked) {
            fates.sent("logprobs");
        } else {
            fates.clamped("logprobs", sent + " instead of " + asked + ": " + backend.name() + " takes no more");
        }
    }

    private void reasoningEffort(ChatRequest request) throws IOException {
        if (request.reasoningEffort().isEmpty()) {
            return;
        }
        ReasoningEffort effort = request.reasoningEffort().get();
        if (backend.has(Rule.NO_REASONING_EFFORT)) {
            fates.dropped("reasoningEffort", "TGI has nothing like it");
            return;
        }
        String word = wireWord(effort);
        out.writeStringField("reasoning_effort", word);
        if (effort == ReasoningEffort.MAXIMUM) {
            fates.renamed("reasoningEffort", "sent as " + word);
        } else {
            fates.sent("reasoningEffort");
        }
    }

    private String wireWord(ReasoningEffort effort) {
        if (effort == ReasoningEffort.MAXIMUM) {
            return backend.has(Rule.EFFORT_MAX) ? "max" : "xhigh";
        }
        return effort.name().toLowerCase(Locale.ROOT);
    }
}
