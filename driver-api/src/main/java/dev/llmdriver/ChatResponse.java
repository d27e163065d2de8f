package dev.llmdriver;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model's complete answer. Immutable. */
public final class ChatResponse {
    private final Message message;
    private final FinishReason finishReason;
    private final ModelRef ref;
    private final @Nullable Usage usage;
    private final List<TokenLogprob> logprobs;
    private final List<Citation> citations;
    private final @Nullable String servedModel;
    private final @Nullable String servedBy;
    private final @Nullable String responseId;
    private final @Nullable String requestId;
    private final List<Warning> warnings;
    private final List<Attempt> attempts;
    private final Timings timings;
    private final @Nullable String rawJson;

    ChatResponse(ChatResponseBuilder builder) {
        this.message = builder.message;
        this.finishReason = builder.finishReason;
        this.ref = builder.ref;
        this.usage = builder.usage;
        this.logprobs = List.copyOf(builder.logprobs);
        this.citations = List.copyOf(builder.citations);
        this.servedModel = builder.servedModel;
        this.servedBy = builder.servedBy;
        this.responseId = builder.responseId;
        this.requestId = builder.requestId;
        this.warnings = List.copyOf(builder.warnings);
        this.attempts = List.copyOf(builder.attempts);
        this.timings = builder.timings;
        this.rawJson = builder.rawJson;
    }

    /**
     * Starts an answer; drivers and fakes use this.
     *
     * @param ref who was asked
     * @param message what was answered
     * @param finishReason why it ended
     * @return a builder for the rest
     */
    public static ChatResponseBuilder builder(ModelRef ref, Message message, FinishReason finishReason) {
        return new ChatResponseBuilder(ref, message, finishReason);
    }

    /** {@return a builder that starts with all of this answer} */
    public ChatResponseBuilder toBuilder() {
        return new ChatResponseBuilder(this);
    }

    /** {@return what the model said, ready to be put into the next request} */
    public Message message() {
        return message;
    }

    /** {@return the joined texts of the answer; empty if there is none} */
    public String text() {
        return message.text();
    }

    /** {@return the joined reasoning of the answer; empty if there is none} */
    public String reasoning() {
        return message.reasoning();
    }

    /** {@return the tool calls that wait for results, in order} */
    public List<ToolCall> toolCalls() {
        return message.parts(ToolCall.class);
    }

    /** {@return why the model stopped} */
    public FinishReason finishReason() {
        return finishReason;
    }

    /** {@return who was asked, as the caller named it} */
    public ModelRef ref() {
        return ref;
    }

    /** {@return the tokens used; empty if the provider did not say} */
    public Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    /** {@return the tokens' probabilities, if asked for and offered} */
    public List<TokenLogprob> logprobs() {
        return logprobs;
    }

    /** {@return the sources that the model names} */
    public List<Citation> citations() {
        return citations;
    }

    /** {@return the provider's own name of the model that answered; not a key for anything} */
    public Optional<String> servedModel() {
        return Optional.ofNullable(servedModel);
    }

    /** {@return the company behind a router that served the answer} */
    public Optional<String> servedBy() {
        return Optional.ofNullable(servedBy);
    }

    /** {@return the provider's id of the answer} */
    public Optional<String> responseId() {
        return Optional.ofNullable(responseId);
    }

    /** {@return the provider's id of the request, for its support} */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** {@return what went otherwise than asked} */
    public List<Warning> warnings() {
        return warnings;
    }

    /** {@return every request that left the process for this answer, the last being the one that succeeded} */
    public List<Attempt> attempts() {
        return attempts;
    }

    /** {@return how long it took} */
    public Timings timings() {
        return timings;
    }

    /** {@return the provider's JSON, if {@link ChatRequest#rawResponse()} asked for it; a stream's events stand one on a line} */
    public Optional<String> rawJson() {
        return Optional.ofNullable(rawJson);
    }

    @Override
    public String toString() {
        return "ChatResponse[" + ref + ", " + finishReason + ", " + message.parts() + ", " + usage + ", "
                + attempts.size() + " attempts]";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChatResponse that
                && message.equals(that.message)
                && finishReason.equals(that.finishReason)
                && ref.equals(that.ref)
                && Objects.equals(usage, that.usage)
                && logprobs.equals(that.logprobs)
                && citations.equals(that.citations)
                && Objects.equals(servedModel, that.servedModel)
                && Objects.equals(responseId, that.responseId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(message, finishReason, ref, usage, servedModel, responseId);
    }
}
