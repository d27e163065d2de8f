package dev.llmdriver;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of a request, apart from its messages: what equality and copies of {@link ChatRequest} go through. */
final class ChatSettings {
    final @Nullable Integer maxTokens;
    final @Nullable Double temperature;
    final @Nullable Double topP;
    final @Nullable Integer topK;
    final List<String> stop;
    final @Nullable Long seed;
    final @Nullable Double frequencyPenalty;
    final @Nullable Double presencePenalty;
    final @Nullable Integer logprobs;
    final List<Tool> tools;
    final @Nullable ToolChoice toolChoice;
    final @Nullable Boolean parallelToolCalls;
    final @Nullable ResponseFormat responseFormat;
    final @Nullable ReasoningEffort reasoningEffort;
    final @Nullable Duration deadline;
    final Timeouts timeouts;
    final boolean strict;
    final boolean rawResponse;
    final Map<String, String> tags;
    final Map<String, Map<String, Object>> extras;

    ChatSettings(ChatRequestBuilder builder) {
        this.maxTokens = builder.maxTokens;
        this.temperature = builder.temperature;
        this.topP = builder.topP;
        this.topK = builder.topK;
        this.stop = List.copyOf(builder.stop);
        this.seed = builder.seed;
        this.frequencyPenalty = builder.frequencyPenalty;
        this.presencePenalty = builder.presencePenalty;
        this.logprobs = builder.logprobs;
        this.tools = List.copyOf(builder.tools);
        this.toolChoice = builder.toolChoice;
        this.parallelToolCalls = builder.parallelToolCalls;
        this.responseFormat = builder.responseFormat;
        this.reasoningEffort = builder.reasoningEffort;
        this.deadline = builder.deadline;
        this.timeouts = builder.timeouts;
        this.strict = builder.strict;
        this.rawResponse = builder.rawResponse;
        this.tags = Map.copyOf(builder.tags);
        this.extras = Extras.copyOf(builder.extras);
    }

    private List<@Nullable Object> fields() {
        return Arrays.asList(
                maxTokens,
                temperature,
                topP,
                topK,
                stop,
                seed,
                frequencyPenalty,
                presencePenalty,
                logprobs,
                tools,
                toolChoice,
                parallelToolCalls,
                responseFormat,
                reasoningEffort,
                deadline,
                timeouts,
                strict,
                rawResponse,
                tags,
                extras);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChatSettings that && fields().equals(that.fields());
    }

    @Override
    public int hashCode() {
        return fields().hashCode();
    }
}
