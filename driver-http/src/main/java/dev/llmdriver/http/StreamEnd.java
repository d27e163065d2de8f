package dev.llmdriver.http;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.Citation;
import dev.llmdriver.FinishReason;
import dev.llmdriver.TokenLogprob;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a stream's end says beside the message itself. Immutable. */
public final class StreamEnd {
    private final FinishReason finishReason;
    private final @Nullable Usage usage;
    private final List<TokenLogprob> logprobs;
    private final List<Citation> citations;
    private final @Nullable String servedModel;
    private final @Nullable String servedBy;
    private final @Nullable String responseId;
    private final @Nullable String rawJson;
    private final List<Warning> warnings;

    private StreamEnd(Builder builder) {
        this.finishReason = builder.finishReason;
        this.usage = builder.usage;
        this.logprobs = builder.logprobs;
        this.citations = builder.citations;
        this.servedModel = builder.servedModel;
        this.servedBy = builder.servedBy;
        this.responseId = builder.responseId;
        this.rawJson = builder.rawJson;
        this.warnings = List.copyOf(builder.warnings);
    }

    /** {@return a builder of an end for this reason} */
    public static Builder builder(FinishReason finishReason) {
        return new Builder(finishReason);
    }

    /** {@return an end of which only the reason is known} */
    public static StreamEnd of(FinishReason finishReason) {
        return builder(finishReason).build();
    }

    /** {@return why the model stopped} */
    public FinishReason finishReason() {
        return finishReason;
    }

    /** {@return the tokens used} */
    public Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    /**
     * Copies everything into an answer.
     *
     * @param response the answer, which has its message already
     * @return the same builder
     */
    public ChatResponseBuilder addTo(ChatResponseBuilder response) {
        response.finishReason(finishReason)
                .logprobs(logprobs)
                .citations(citations)
                .warnings(warnings);
        if (usage != null) {
            response.usage(usage);
        }
        if (servedModel != null) {
            response.servedModel(servedModel);
        }
        if (servedBy != null) {
            response.servedBy(servedBy);
        }
        if (responseId != null) {
            response.responseId(responseId);
        }
        if (rawJson != null) {
            response.rawJson(rawJson);
        }
        return response;
    }

    @Override
    public String toString() {
        return "StreamEnd[" + finishReason + ", " + usage + "]";
    }

    /** Puts an end together. Not thread-safe. */
    public static final class Builder {
        private final FinishReason finishReason;
        private @Nullable Usage usage;
        private List<TokenLogprob> logprobs = List.of();
        private List<Citation> citations = List.of();
        private @Nullable String servedModel;
        private @Nullable String servedBy;
        private @Nullable String responseId;
        private @Nullable String rawJson;
        private final List<Warning> warnings = new ArrayList<>();

        private Builder(FinishReason finishReason) {
            this.finishReason = Objects.requireNonNull(finishReason, "finishReason");
        }

        /** Sets the tokens used; null if the provider did not say. */
        public Builder usage(@Nullable Usage usage) {
            this.usage = usage;
            return this;
        }

        /** Sets the tokens' probabilities. */
        public Builder logprobs(List<TokenLogprob> logprobs) {
            this.logprobs = List.copyOf(logprobs);
            return this;
        }

        /** Sets the sources that the model names. */
        public Builder citations(List<Citation> citations) {
            this.citations = List.copyOf(citations);
            return this;
        }

        /** Sets the provider's own name of the model; null if it did not say. */
        public Builder servedModel(@Nullable String servedModel) {
            this.servedModel = servedModel;
            return this;
        }

        /** Sets the company behind a router; null if unknown. */
        public Builder servedBy(@Nullable String servedBy) {
            this.servedBy = servedBy;
            return this;
        }

        /** Sets the provider's id of the answer; null if it has none. */
        public Builder responseId(@Nullable String responseId) {
            this.responseId = responseId;
            return this;
        }

        /** Keeps the provider's JSON; null if it was not asked for. */
        public Builder rawJson(@Nullable String rawJson) {
            this.rawJson = rawJson;
            return this;
        }

        /** Adds a warning. */
        public Builder warning(Warning warning) {
            warnings.add(Objects.requireNonNull(warning, "warning"));
            return this;
        }

        /** {@return the end} */
        public StreamEnd build() {
            return new StreamEnd(this);
        }
    }
}
