package dev.llmdriver;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What to ask a model. Everything but the messages is optional; what is not set is not sent, and the provider's default holds.
 * A field the provider has nothing like is dropped with a {@link Warning}, or refused when {@link #strict()} is set. Immutable.
 */
public final class ChatRequest {
    private final ChatSettings settings;
    private final List<Message> messages;
    private final CallOptions callOptions;

    ChatRequest(ChatRequestBuilder builder) {
        this.settings = new ChatSettings(builder);
        this.messages = List.copyOf(builder.messages);
        this.callOptions = builder.callOptions;
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a request needs at least one message; add one with user(\"…\")");
        }
    }

    /** {@return a request of one user message} */
    public static ChatRequest of(String prompt) {
        return builder().user(prompt).build();
    }

    /** {@return a builder with nothing set} */
    public static ChatRequestBuilder builder() {
        return new ChatRequestBuilder();
    }

    /** {@return a builder that starts with all of this request, call options included} */
    public ChatRequestBuilder toBuilder() {
        return new ChatRequestBuilder(settings, messages, callOptions);
    }

    /** {@return the conversation so far, the last message being what the model answers} */
    public List<Message> messages() {
        return messages;
    }

    /** {@return the most tokens the answer may have, reasoning included} */
    public OptionalInt maxTokens() {
        return settings.maxTokens == null ? OptionalInt.empty() : OptionalInt.of(settings.maxTokens);
    }

    /** {@return the sampling temperature, 0 for greedy} */
    public OptionalDouble temperature() {
        return optional(settings.temperature);
    }

    /** {@return the probability mass to sample from, more than 0 and at most 1} */
    public OptionalDouble topP() {
        return optional(settings.topP);
    }

    /** {@return the number of most probable tokens to sample from} */
    public OptionalInt topK() {
        return settings.topK == null ? OptionalInt.empty() : OptionalInt.of(settings.topK);
    }

    /** {@return texts at which the model stops; they are not part of the answer} */
    public List<String> stop() {
        return settings.stop;
    }

    /** {@return the seed for repeatable sampling} */
    public OptionalLong seed() {
        return settings.seed == null ? OptionalLong.empty() : OptionalLong.of(settings.seed);
    }

    /** {@return the penalty for tokens by how often they occurred, usually -2 to 2} */
    public OptionalDouble frequencyPenalty() {
        return optional(settings.frequencyPenalty);
    }

    /** {@return the penalty for tokens that occurred at all, usually -2 to 2} */
    public OptionalDouble presencePenalty() {
        return optional(settings.presencePenalty);
    }

    /** {@return how many alternatives to report for each token; 0 reports the chosen one alone} */
    public OptionalInt logprobs() {
        return settings.logprobs == null ? OptionalInt.empty() : OptionalInt.of(settings.logprobs);
    }

    /** {@return the tools on offer} */
    public List<Tool> tools() {
        return settings.tools;
    }

    /** {@return whether a tool may, must or must not be called} */
    public Optional<ToolChoice> toolChoice() {
        return Optional.ofNullable(settings.toolChoice);
    }

    /** {@return whether one answer may call several tools} */
    public Optional<Boolean> parallelToolCalls() {
        return Optional.ofNullable(settings.parallelToolCalls);
    }

    /** {@return the form of the answer} */
    public Optional<ResponseFormat> responseFormat() {
        return Optional.ofNullable(settings.responseFormat);
    }

    /** {@return how much the model shall think} */
    public Optional<ReasoningEffort> reasoningEffort() {
        return Optional.ofNullable(settings.reasoningEffort);
    }

    /** {@return the time for the whole call with all its attempts and waits} */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(settings.deadline);
    }

    /** {@return the times for the phases of each attempt} */
    public Timeouts timeouts() {
        return settings.timeouts;
    }

    /** {@return whether a field that would be dropped fails the call instead} */
    public boolean strict() {
        return settings.strict;
    }

    /** {@return whether the answer shall carry the provider's JSON} */
    public boolean rawResponse() {
        return settings.rawResponse;
    }

    /** {@return the caller's own labels for telemetry; never sent} */
    public Map<String, String> tags() {
        return settings.tags;
    }

    /**
     * Returns fields that only one driver understands.
     *
     * @param driver the driver's id
     * @return field names with values made of String, Boolean, Number, List and Map; empty if there are none
     */
    public Map<String, Object> extras(String driver) {
        return settings.extras.getOrDefault(driver, Map.of());
    }

    /** {@return what this call does differently from the configured provider; not part of equality} */
    public CallOptions callOptions() {
        return callOptions;
    }

    private static OptionalDouble optional(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChatRequest that && settings.equals(that.settings) && messages.equals(that.messages);
    }

    @Override
    public int hashCode() {
        return Objects.hash(settings, messages);
    }

    @Override
    public String toString() {
        return "ChatRequest[" + messages.size() + " messages, " + settings.tools.size() + " tools]";
    }
}
