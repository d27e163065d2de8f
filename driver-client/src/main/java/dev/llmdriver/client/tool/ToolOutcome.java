package dev.llmdriver.client.tool;

import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one call of a tool. Immutable. */
public final class ToolOutcome {
    private final ToolCall call;
    private final Kind kind;
    private final ToolResult result;
    private final Duration duration;
    private final @Nullable Throwable failure;

    ToolOutcome(ToolCall call, Kind kind, ToolResult result, Duration duration, @Nullable Throwable failure) {
        this.call = Objects.requireNonNull(call, "call");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.result = Objects.requireNonNull(result, "result");
        this.duration = Objects.requireNonNull(duration, "duration");
        this.failure = failure;
    }

    /** What became of a call. May gain values. */
    public enum Kind {
        /** The tool did its work. */
        DONE,
        /** The tool threw, or its result could not be written. */
        FAILED,
        /** The tool's time was over. */
        TIMED_OUT,
        /** The call was not approved. */
        DENIED,
        /** The arguments do not fit the tool's schema. */
        BAD_ARGUMENTS,
        /** There is no tool of that name. */
        UNKNOWN_TOOL,
        /** It was not run, for the loop had ended: see {@link ToolRun#ending}. */
        NOT_RUN
    }

    /** {@return what the model asked for} */
    public ToolCall call() {
        return call;
    }

    /** {@return what became of it} */
    public Kind kind() {
        return kind;
    }

    /** {@return what the model is told; an error in all cases but {@link Kind#DONE}} */
    public ToolResult result() {
        return result;
    }

    /** {@return how long it took, waits for approval not included; zero if the tool was never given to its executor} */
    public Duration duration() {
        return duration;
    }

    /** {@return what the tool threw} */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String toString() {
        return "ToolOutcome[" + call + ", " + kind + ", " + duration + "]";
    }
}
