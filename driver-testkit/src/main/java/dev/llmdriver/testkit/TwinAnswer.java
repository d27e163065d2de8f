package dev.llmdriver.testkit;

import dev.llmdriver.testkit.internal.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model answers, before a dialect spells it. Immutable.
 *
 * <pre>{@code
 * TwinAnswer.of("Hello there").toBuilder().reasoning("A greeting.").usage(7, 2).build()
 * }</pre>
 */
public final class TwinAnswer {
    private final List<String> pieces;
    private final List<String> reasoning;
    private final ReasoningSpelling spelling;
    private final List<TwinToolCall> toolCalls;
    private final @Nullable String signature;
    private final @Nullable String blockReason;
    private final @Nullable String finishReason;
    private final @Nullable TwinUsage usage;
    private final boolean runningUsage;
    private final String model;
    private final String id;
    private final long created;

    private TwinAnswer(Builder builder) {
        pieces = List.copyOf(builder.pieces);
        reasoning = List.copyOf(builder.reasoning);
        spelling = builder.spelling;
        toolCalls = List.copyOf(builder.toolCalls);
        signature = builder.signature;
        blockReason = builder.blockReason;
        finishReason = builder.finishReason;
        usage = builder.usage;
        runningUsage = builder.runningUsage;
        model = builder.model;
        id = builder.id;
        created = builder.created;
    }

    /** {@return an answer with this text, streamed word by word} */
    public static TwinAnswer of(String text) {
        return builder().text(text).build();
    }

    /** {@return an answer that calls a tool} */
    public static TwinAnswer calling(String tool, String arguments) {
        return builder().toolCall("call_1", tool, arguments).build();
    }

    /** {@return a builder for an answer} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder that starts from this answer} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the text, in the pieces that a stream sends} */
    public List<String> pieces() {
        return pieces;
    }

    /** {@return the whole text} */
    public String text() {
        return String.join("", pieces);
    }

    /** {@return what the model thinks, in the pieces that a stream sends} */
    public List<String> reasoning() {
        return reasoning;
    }

    /** {@return where the dialect puts the reasoning} */
    public ReasoningSpelling spelling() {
        return spelling;
    }

    /** {@return the calls} */
    public List<TwinToolCall> toolCalls() {
        return toolCalls;
    }

    /** {@return the opaque proof of what was thought, for services that send one (Gemini)} */
    public Optional<String> signature() {
        return Optional.ofNullable(signature);
    }

    /** {@return why the prompt was refused before a model saw it, for services that say so in a 200 (Gemini)} */
    public Optional<String> blockReason() {
        return Optional.ofNullable(blockReason);
    }

    /**
     * {@return why the model stopped, in OpenAI's words} Services with words of their own translate these; what is no word of
     * OpenAI's is sent as it is.
     */
    public String finishReason() {
        if (finishReason != null) {
            return finishReason;
        }
        if (blockReason != null) {
            return "content_filter";
        }
        return toolCalls.isEmpty() ? "stop" : "tool_calls";
    }

    /** {@return what the answer cost, if the server tells} */
    public Optional<TwinUsage> usage() {
        return Optional.ofNullable(usage);
    }

    /** {@return whether each chunk of a stream tells the usage so far} */
    public boolean runningUsage() {
        return runningUsage;
    }

    /** {@return the model's name as the server knows it} */
    public String model() {
        return model;
    }

    /** {@return the response's id; some dialects send none} */
    public String id() {
        return id;
    }

    /** {@return when it was made, in epoch seconds} */
    public long created() {
        return created;
    }

    /** Builds an answer. Not thread-safe. */
    public static final class Builder {
        private final List<String> pieces = new ArrayList<>();
        private final List<String> reasoning = new ArrayList<>();
        private ReasoningSpelling spelling = ReasoningSpelling.REASONING;
        private final List<TwinToolCall> toolCalls = new ArrayList<>();
        private @Nullable String signature;
        private @Nullable String blockReason;
        private @Nullable String finishReason;
        private @Nullable TwinUsage usage;
        private boolean runningUsage;
        private String model = "twin/echo";
        private String id = "chatcmpl-twin-1";
        private long created = 1_760_000_000L;

        private Builder() {}

        private Builder(TwinAnswer answer) {
            pieces.addAll(answer.pieces);
            reasoning.addAll(answer.reasoning);
            spelling = answer.spelling;
            toolCalls.addAll(answer.toolCalls);
            signature = answer.signature;
            blockReason = answer.blockReason;
            finishReason = answer.finishReason;
            usage = answer.usage;
            runningUsage = answer.runningUsage;
            model = answer.model;
            id = answer.id;
            created = answer.created;
        }

        /** Adds text, cut into words. */
        public Builder text(String text) {
            pieces.addAll(Tokens.of(text));
            return this;
        }

        /** Adds pieces of text, cut as given. */
        public Builder pieces(String... more) {
            pieces.addAll(List.of(more));
            return this;
        }

        /** Adds reasoning, cut into words. */
        public Builder reasoning(String text) {
            reasoning.addAll(Tokens.of(text));
            return this;
        }

        /** Chooses where the reasoning goes. */
        public Builder spelling(ReasoningSpelling where) {
            spelling = where;
            return this;
        }

        /** Adds a call of a tool. */
        public Builder toolCall(String callId, String name, String arguments) {
            toolCalls.add(new TwinToolCall(callId, name, arguments));
            return this;
        }

        /** Adds an opaque proof of what was thought, in base64: it goes on the first call, or else on the end of the text. */
        public Builder signature(String proof) {
            signature = proof;
            return this;
        }

        /** Refuses the prompt, in words such as {@code SAFETY}; services without such an answer filter the content. */
        public Builder blocked(String reason) {
            blockReason = reason;
            return this;
        }

        /** Sets why the model stopped; by default {@code stop}, or {@code tool_calls} if there are calls. */
        public Builder finishReason(String reason) {
            finishReason = reason;
            return this;
        }

        /** Tells what the answer cost. */
        public Builder usage(int input, int output) {
            return usage(new TwinUsage(input, output));
        }

        /** Tells what the answer cost, in detail. */
        public Builder usage(TwinUsage cost) {
            usage = cost;
            return this;
        }

        /** Tells the usage so far on each chunk of a stream. */
        public Builder runningUsage() {
            runningUsage = true;
            return this;
        }

        /** Tells no usage. */
        public Builder withoutUsage() {
            usage = null;
            return this;
        }

        /** Sets the model's name. */
        public Builder model(String name) {
            model = name;
            return this;
        }

        /** Sets the response's id. */
        public Builder id(String responseId) {
            id = responseId;
            return this;
        }

        /** {@return the answer} */
        public TwinAnswer build() {
            return new TwinAnswer(this);
        }
    }
}
