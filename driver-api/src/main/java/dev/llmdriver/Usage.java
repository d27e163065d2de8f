package dev.llmdriver;

import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that a call used, as the provider counted them. A counter the provider did not send is absent. Immutable.
 *
 * <p>Input includes what came from a cache, output includes reasoning.
 */
public final class Usage {
    private static final long ABSENT = -1;

    private final long input;
    private final long output;
    private final long cachedInput;
    private final long reasoning;
    private final long total;
    private final boolean partial;

    private Usage(Builder builder) {
        this.input = builder.input;
        this.output = builder.output;
        this.cachedInput = builder.cachedInput;
        this.reasoning = builder.reasoning;
        this.total = builder.total;
        this.partial = builder.partial;
    }

    /** {@return a builder with no counter set} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Creates usage of the two counters that nearly everyone sends.
     *
     * @param input tokens in
     * @param output tokens out
     * @return the usage, with their sum as the total
     */
    public static Usage of(long input, long output) {
        return builder().input(input).output(output).total(input + output).build();
    }

    /** {@return tokens in, cached ones included} */
    public OptionalLong input() {
        return optional(input);
    }

    /** {@return tokens out, reasoning included} */
    public OptionalLong output() {
        return optional(output);
    }

    /** {@return the part of the input that came from the provider's cache} */
    public OptionalLong cachedInput() {
        return optional(cachedInput);
    }

    /** {@return the part of the output that was reasoning} */
    public OptionalLong reasoning() {
        return optional(reasoning);
    }

    /** {@return the provider's total, which need not be the sum} */
    public OptionalLong total() {
        return optional(total);
    }

    /** {@return true if these were seen before an interruption and may be less than what was used} */
    public boolean isPartial() {
        return partial;
    }

    /** {@return the same counters, marked as seen before an interruption} */
    public Usage asPartial() {
        Builder copy = new Builder();
        copy.input = input;
        copy.output = output;
        copy.cachedInput = cachedInput;
        copy.reasoning = reasoning;
        copy.total = total;
        return copy.partial(true).build();
    }

    private static OptionalLong optional(long value) {
        return value == ABSENT ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Usage that
                && input == that.input
                && output == that.output
                && cachedInput == that.cachedInput
                && reasoning == that.reasoning
                && total == that.total
                && partial == that.partial;
    }

    @Override
    public int hashCode() {
        return Objects.hash(input, output, cachedInput, reasoning, total, partial);
    }

    @Override
    public String toString() {
        return "Usage[input=" + shown(input) + ", output=" + shown(output) + ", cachedInput=" + shown(cachedInput)
                + ", reasoning=" + shown(reasoning) + ", total=" + shown(total) + (partial ? ", partial]" : "]");
    }

    private static String shown(long value) {
        return value == ABSENT ? "null" : Long.toString(value);
    }

    /**
     * Collects the counters. Later values overwrite earlier ones: reports are cumulative. A negative one is no count and changes
     * nothing. Not thread-safe.
     */
    public static final class Builder {
        private long input = ABSENT;
        private long output = ABSENT;
        private long cachedInput = ABSENT;
        private long reasoning = ABSENT;
        private long total = ABSENT;
        private boolean partial;

        private Builder() {}

        /** Sets the tokens in. */
        public Builder input(long tokens) {
            this.input = counted(tokens, input);
            return this;
        }

        /** Sets the tokens out. */
        public Builder output(long tokens) {
            this.output = counted(tokens, output);
            return this;
        }

        /** Sets the cached part of the input. */
        public Builder cachedInput(long tokens) {
            this.cachedInput = counted(tokens, cachedInput);
            return this;
        }

        /** Sets the reasoning part of the output. */
        public Builder reasoning(long tokens) {
            this.reasoning = counted(tokens, reasoning);
            return this;
        }

        /** Sets the provider's total. */
        public Builder total(long tokens) {
            this.total = counted(tokens, total);
            return this;
        }

        private static long counted(long tokens, long before) {
            return tokens < 0 ? before : tokens;
        }

        /** Marks the counters as incomplete. */
        public Builder partial(boolean partial) {
            this.partial = partial;
            return this;
        }

        /** {@return the usage} */
        public Usage build() {
            return new Usage(this);
        }
    }
}
