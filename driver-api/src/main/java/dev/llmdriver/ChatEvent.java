package dev.llmdriver;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a stream, in the order {@code Waiting*}, {@code Started}, deltas, one {@code Finished}; a failure is the
 * subscriber's {@code onError}. After a first {@code Started} there may be more waiting and another {@code Started} as long as
 * nothing was committed.
 *
 * <p>The interface is sealed, but new kinds may be added in a minor version: give a {@code switch} over it a {@code default} (see
 * {@code docs/adr/0003-sealed-types-grow.md}).
 */
public sealed interface ChatEvent {
    /** {@return true for content, the first of which commits the call: from there on nothing is retried} */
    default boolean isContent() {
        return true;
    }

    /** Why a call waits. May gain values. */
    enum WaitReason {
        /** Before the next attempt. */
        BACKOFF,
        /** The provider named the time of the next attempt. */
        RETRY_AFTER,
        /** A limit of ours admits the call later. */
        LIMITER,
        /** The provider loads the model. */
        COLD_START,
        /** The provider has the call in a queue. */
        QUEUE
    }

    /** The call waits before anything was said. Does not commit. Immutable. */
    final class Waiting implements ChatEvent {
        private final WaitReason reason;
        private final Duration elapsed;
        private final @Nullable Duration estimate;

        private Waiting(WaitReason reason, Duration elapsed, @Nullable Duration estimate) {
            this.reason = Objects.requireNonNull(reason, "reason");
            this.elapsed = Objects.requireNonNull(elapsed, "elapsed");
            this.estimate = estimate;
        }

        /**
         * Creates the event.
         *
         * @param reason why
         * @param elapsed since the call began
         * @return the event, without an estimate
         */
        public static Waiting of(WaitReason reason, Duration elapsed) {
            return new Waiting(reason, elapsed, null);
        }

        /**
         * Adds how long it will take.
         *
         * @param estimate from now
         * @return a copy with it
         */
        public Waiting withEstimate(Duration estimate) {
            return new Waiting(reason, elapsed, estimate);
        }

        /** {@return why the call waits} */
        public WaitReason reason() {
            return reason;
        }

        /** {@return the time since the call began} */
        public Duration elapsed() {
            return elapsed;
        }

        /** {@return the time from now that the wait is expected to take} */
        public Optional<Duration> estimate() {
            return Optional.ofNullable(estimate);
        }

        @Override
        public boolean isContent() {
            return false;
        }

        @Override
        public String toString() {
            return "Waiting[" + reason + ", elapsed=" + elapsed + ", estimate=" + estimate + "]";
        }
    }

    /**
     * The provider accepted the request and answers. Does not commit.
     *
     * @param ref who answers
     */
    record Started(ModelRef ref) implements ChatEvent {
        @Override
        public boolean isContent() {
            return false;
        }
    }

    /**
     * More of the answer's text.
     *
     * @param index place of its part in the final message
     * @param text not empty
     */
    record TextDelta(int index, String text) implements ChatEvent {
        @Override
        public String toString() {
            return "TextDelta[" + index + ", " + text.length() + " characters]";
        }
    }

    /**
     * More of the reasoning.
     *
     * @param index place of its part in the final message
     * @param text not empty
     */
    record ReasoningDelta(int index, String text) implements ChatEvent {
        @Override
        public String toString() {
            return "ReasoningDelta[" + index + ", " + text.length() + " characters]";
        }
    }

    /**
     * More of a tool call. Joined, the arguments equal those of the {@link ToolCallReady}; where a provider's dialect hides the
     * call in an envelope there may be no deltas at all.
     *
     * @param index place of its part in the final message
     * @param name the tool's name, in the first delta of a call; empty afterwards
     * @param arguments a piece of the JSON text
     */
    record ToolCallDelta(int index, String name, String arguments) implements ChatEvent {
        @Override
        public String toString() {
            return "ToolCallDelta[" + index + ", " + name + ", " + arguments.length() + " characters]";
        }
    }

    /**
     * A tool call is complete.
     *
     * @param index place of its part in the final message
     * @param call the call
     */
    record ToolCallReady(int index, ToolCall call) implements ChatEvent {}

    /**
     * Something this version has no type for. Drivers pass it on rather than drop it.
     *
     * @param type the provider's name for it
     * @param json the event as JSON text
     */
    record Other(String type, String json) implements ChatEvent {
        @Override
        public boolean isContent() {
            return false;
        }

        @Override
        public String toString() {
            return "Other[" + type + ", " + json.length() + " characters]";
        }
    }

    /**
     * The answer is complete. The last event.
     *
     * @param response the whole answer, the same as the unary call's
     */
    record Finished(ChatResponse response) implements ChatEvent {}
}
