package dev.llmdriver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link ChatRequest} together. Values that no provider takes fail here, at once; values that only some take are checked by
 * the driver. Not thread-safe.
 */
public final class ChatRequestBuilder {
    final List<Message> messages = new ArrayList<>();

    @Nullable
    Integer maxTokens;

    @Nullable
    Double temperature;

    @Nullable
    Double topP;

    @Nullable
    Integer topK;

    List<String> stop = List.of();

    @Nullable
    Long seed;

    @Nullable
    Double frequencyPenalty;

    @Nullable
    Double presencePenalty;

    @Nullable
    Integer logprobs;

    List<Tool> tools = List.of();

    @Nullable
    ToolChoice toolChoice;

    @Nullable
    Boolean parallelToolCalls;

    @Nullable
    ResponseFormat responseFormat;

    @Nullable
    ReasoningEffort reasoningEffort;

    @Nullable
    Duration deadline;

    Timeouts timeouts = Timeouts.unset();
    boolean strict;
    boolean rawResponse;
    final Map<String, String> tags = new LinkedHashMap<>();
    final Map<String, Map<String, Object>> extras = new LinkedHashMap<>();
    CallOptions callOptions = CallOptions.none();

    ChatRequestBuilder() {}

    ChatRequestBuilder(ChatSettings from, List<Message> messages, CallOptions callOptions) {
        this.messages.addAll(messages);
        this.maxTokens = from.maxTokens;
        this.temperature = from.temperature;
        this.topP = from.topP;
        this.topK = from.topK;
        this.stop = from.stop;
        this.seed = from.seed;
        this.frequencyPenalty = from.frequencyPenalty;
        this.presencePenalty = from.presencePenalty;
        this.logprobs = from.logprobs;
        this.tools = from.tools;
        this.toolChoice = from.toolChoice;
        this.parallelToolCalls = from.parallelToolCalls;
        this.responseFormat = from.responseFormat;
        this.reasoningEffort = from.reasoningEffort;
        this.deadline = from.deadline;
        this.timeouts = from.timeouts;
        this.strict = from.strict;
        this.rawResponse = from.rawResponse;
        this.tags.putAll(from.tags);
        from.extras.forEach((driver, fields) -> this.extras.put(driver, new LinkedHashMap<>(fields)));
        this.callOptions = callOptions;
    }

    /** Adds instructions. */
    public ChatRequestBuilder system(String text) {
        return message(Message.system(text));
    }

    /** Adds what the user says. */
    public ChatRequestBuilder user(String text) {
        return message(Message.user(text));
    }

    /** Adds a message of any kind. */
    public ChatRequestBuilder message(Message message) {
        messages.add(Objects.requireNonNull(message, "message"));
        return this;
    }

    /** Replaces all messages. */
    public ChatRequestBuilder messages(List<Message> all) {
        messages.clear();
        messages.addAll(all);
        return this;
    }

    /** Limits the answer, reasoning included, to a number of tokens, at least 1. */
    public ChatRequestBuilder maxTokens(int maxTokens) {
        require(maxTokens >= 1, "maxTokens must be at least 1", maxTokens);
        this.maxTokens = maxTokens;
        return this;
    }

    /** Sets the sampling temperature, 0 or more. */
    public ChatRequestBuilder temperature(double temperature) {
        require(temperature >= 0 && Double.isFinite(temperature), "temperature must be 0 or more", temperature);
        this.temperature = temperature;
        return this;
    }

    /** Sets the probability mass to sample from, more than 0 and at most 1. */
    public ChatRequestBuilder topP(double topP) {
        require(topP > 0 && topP <= 1, "topP must be more than 0 and at most 1", topP);
        this.topP = topP;
        return this;
    }

    /** Sets the number of most probable tokens to sample from, at least 1. */
    public ChatRequestBuilder topK(int topK) {
        require(topK >= 1, "topK must be at least 1", topK);
        this.topK = topK;
        return this;
    }

    /** Sets the texts at which the model stops, none of them empty. */
    public ChatRequestBuilder stop(String... texts) {
        for (String text : texts) {
            require(!text.isEmpty(), "a stop text must not be empty, but there is one among", texts.length);
        }
        this.stop = List.of(texts);
        return this;
    }

    /** Sets the seed for repeatable sampling. */
    public ChatRequestBuilder seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** Sets the penalty for tokens by how often they occurred, usually -2 to 2. */
    public ChatRequestBuilder frequencyPenalty(double penalty) {
        require(Double.isFinite(penalty), "frequencyPenalty must be a finite number", penalty);
        this.frequencyPenalty = penalty;
        return this;
    }

    /** Sets the penalty for tokens that occurred at all, usually -2 to 2. */
    public ChatRequestBuilder presencePenalty(double penalty) {
        require(Double.isFinite(penalty), "presencePenalty must be a finite number", penalty);
        this.presencePenalty = penalty;
        return this;
    }

    /** Asks for the probabilities of tokens, with this many alternatives each; 0 reports the chosen token alone. */
    public ChatRequestBuilder logprobs(int alternatives) {
        require(alternatives >= 0, "logprobs must be 0 or more", alternatives);
        this.logprobs = alternatives;
        return this;
    }

    /** Offers tools. */
    public ChatRequestBuilder tools(Tool... tools) {
        return tools(List.of(tools));
    }

    /** Offers tools with different names. */
    public ChatRequestBuilder tools(List<Tool> tools) {
        List<String> names = tools.stream().map(Tool::name).toList();
        require(names.stream().distinct().count() == names.size(), "tools must have different names", names);
        this.tools = List.copyOf(tools);
        return this;
    }

    /** Says whether a tool may, must or must not be called. */
    public ChatRequestBuilder toolChoice(ToolChoice choice) {
        this.toolChoice = Objects.requireNonNull(choice, "choice");
        return this;
    }

    /** Says whether one answer may call several tools. */
    public ChatRequestBuilder parallelToolCalls(boolean parallel) {
        this.parallelToolCalls = parallel;
        return this;
    }

    /** Sets the form of the answer. */
    public ChatRequestBuilder responseFormat(ResponseFormat format) {
        this.responseFormat = Objects.requireNonNull(format, "format");
        return this;
    }

    /** Says how much the model shall think. */
    public ChatRequestBuilder reasoningEffort(ReasoningEffort effort) {
        this.reasoningEffort = Objects.requireNonNull(effort, "effort");
        return this;
    }

    /** Sets the time for the whole call with all its attempts and waits; more than zero, by default 300 s. */
    public ChatRequestBuilder deadline(Duration deadline) {
        require(!deadline.isNegative() && !deadline.isZero(), "the deadline must be more than zero", deadline);
        this.deadline = deadline;
        return this;
    }

    /** Sets the times for the phases of each attempt. */
    public ChatRequestBuilder timeouts(Timeouts timeouts) {
        this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
        return this;
    }

    /** Refuses the call, before anything is sent, if a field would be dropped. */
    public ChatRequestBuilder strict(boolean strict) {
        this.strict = strict;
        return this;
    }

    /** Keeps the provider's JSON in the answer. */
    public ChatRequestBuilder rawResponse(boolean keep) {
        this.rawResponse = keep;
        return this;
    }

    /** Adds a label of the caller's own for telemetry; it is never sent. */
    public ChatRequestBuilder tag(String key, String value) {
        tags.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /** Replaces all labels, see {@link #tag}. */
    public ChatRequestBuilder tags(Map<String, String> all) {
        Map<String, String> copy = Map.copyOf(all);
        tags.clear();
        tags.putAll(copy);
        return this;
    }

    /**
     * Adds a field that only one driver understands; it is sent by that driver under this name and ignored by all others.
     *
     * @param driver the driver's id, such as {@code huggingface}
     * @param key the provider's name of the field
     * @param value made of String, Boolean, Number, List and Map
     * @return this builder
     */
    public ChatRequestBuilder extra(String driver, String key, Object value) {
        extras.computeIfAbsent(driver, id -> new LinkedHashMap<>()).put(key, Extras.checked(key, value));
        return this;
    }

    /** Sets what this call does differently from the configured provider. */
    public ChatRequestBuilder callOptions(CallOptions options) {
        this.callOptions = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Ends the building.
     *
     * @return the request
     * @throws IllegalArgumentException if there is no message
     */
    public ChatRequest build() {
        return new ChatRequest(this);
    }

    private static void require(boolean condition, String rule, Object value) {
        if (!condition) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }
}
