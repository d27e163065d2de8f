package dev.llmdriver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts a {@link ChatResponse} together. Not thread-safe. */
public final class ChatResponseBuilder {
    final ModelRef ref;
    Message message;
    FinishReason finishReason;

    @Nullable
    Usage usage;

    List<TokenLogprob> logprobs = List.of();
    List<Citation> citations = List.of();

    @Nullable
    String servedModel;

    @Nullable
    String servedBy;

    @Nullable
    String responseId;

    @Nullable
    String requestId;

    List<Warning> warnings = new ArrayList<>();
    List<Attempt> attempts = List.of();
    Timings timings = Timings.of(Duration.ZERO);

    @Nullable
    String rawJson;

    ChatResponseBuilder(ModelRef ref, Message message, FinishReason finishReason) {
        this.ref = Objects.requireNonNull(ref, "ref");
        this.message = Objects.requireNonNull(message, "message");
        this.finishReason = Objects.requireNonNull(finishReason, "finishReason");
    }

    ChatResponseBuilder(ChatResponse from) {
        this(from.ref(), from.message(), from.finishReason());
        this.usage = from.usage().orElse(null);
        this.logprobs = from.logprobs();
        this.citations = from.citations();
        this.servedModel = from.servedModel().orElse(null);
        this.servedBy = from.servedBy().orElse(null);
        this.responseId = from.responseId().orElse(null);
        this.requestId = from.requestId().orElse(null);
        this.warnings = new ArrayList<>(from.warnings());
        this.attempts = from.attempts();
        this.timings = from.timings();
        this.rawJson = from.rawJson().orElse(null);
    }

    /** Replaces what the model said. */
    public ChatResponseBuilder message(Message message) {
        this.message = Objects.requireNonNull(message, "message");
        return this;
    }

    /** Replaces why it ended. */
    public ChatResponseBuilder finishReason(FinishReason finishReason) {
        this.finishReason = Objects.requireNonNull(finishReason, "finishReason");
        return this;
    }

    /** Sets the tokens used. */
    public ChatResponseBuilder usage(Usage usage) {
        this.usage = Objects.requireNonNull(usage, "usage");
        return this;
    }

    /** Sets the tokens' probabilities. */
    public ChatResponseBuilder logprobs(List<TokenLogprob> logprobs) {
        this.logprobs = logprobs;
        return this;
    }

    /** Sets the sources that the model names. */
    public ChatResponseBuilder citations(List<Citation> citations) {
        this.citations = citations;
        return this;
    }

    /** Sets the provider's own name of the model that answered. */
    public ChatResponseBuilder servedModel(String servedModel) {
        this.servedModel = Objects.requireNonNull(servedModel, "servedModel");
        return this;
    }

    /** Sets the company behind a router that served the answer. */
    public ChatResponseBuilder servedBy(String servedBy) {
        this.servedBy = Objects.requireNonNull(servedBy, "servedBy");
        return this;
    }

    /** Sets the provider's id of the answer. */
    public ChatResponseBuilder responseId(String responseId) {
        this.responseId = Objects.requireNonNull(responseId, "responseId");
        return this;
    }

    /** Sets the provider's id of the request. */
    public ChatResponseBuilder requestId(String requestId) {
        this.requestId = Objects.requireNonNull(requestId, "requestId");
        return this;
    }

    /** Adds a warning. */
    public ChatResponseBuilder warning(Warning warning) {
        warnings.add(Objects.requireNonNull(warning, "warning"));
        return this;
    }

    /** Adds warnings. */
    public ChatResponseBuilder warnings(List<Warning> more) {
        warnings.addAll(more);
        return this;
    }

    /** Sets every request that left the process for this answer. */
    public ChatResponseBuilder attempts(List<Attempt> attempts) {
        this.attempts = attempts;
        return this;
    }

    /** Sets how long it took. */
    public ChatResponseBuilder timings(Timings timings) {
        this.timings = Objects.requireNonNull(timings, "timings");
        return this;
    }

    /** Keeps the provider's JSON. */
    public ChatResponseBuilder rawJson(String rawJson) {
        this.rawJson = Objects.requireNonNull(rawJson, "rawJson");
        return this;
    }

    /** {@return the answer} */
    public ChatResponse build() {
        return new ChatResponse(this);
    }
}
