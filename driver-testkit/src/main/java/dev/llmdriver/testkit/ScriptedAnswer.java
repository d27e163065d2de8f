package dev.llmdriver.testkit;

import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.FinishReason;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.internal.AnswerScript;
import dev.llmdriver.testkit.internal.AnswerScript.Step;
import dev.llmdriver.testkit.internal.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ScriptedChatModel} does with one call, streamed or not. Immutable; one answer may serve any number of calls.
 *
 * <pre>{@code
 * ScriptedAnswer.of("Hello there")                              // streamed word by word
 * ScriptedAnswer.calling("get_weather", "{\"city\":\"Oslo\"}")
 * ScriptedAnswer.failing(ErrorKind.RATE_LIMITED)
 * ScriptedAnswer.builder().text("Once ", "upon").delay(ofSeconds(9)).failing(ErrorKind.STREAM_INTERRUPTED).build()
 * }</pre>
 */
public final class ScriptedAnswer {
    private final AnswerScript script;

    private ScriptedAnswer(Builder builder) {
        boolean calls = builder.steps.stream().anyMatch(step -> step instanceof Step.Call);
        FinishReason.Kind kind = calls ? FinishReason.Kind.TOOL_CALLS : FinishReason.Kind.STOP;
        FinishReason finish = builder.finish == null ? new FinishReason(kind, "") : builder.finish;
        script = new AnswerScript(List.copyOf(builder.steps), finish, builder.usage, builder.failure);
    }

    /** {@return an answer with this text, streamed word by word} */
    public static ScriptedAnswer of(String text) {
        return builder().text(Tokens.of(text).toArray(String[]::new)).build();
    }

    /** {@return an answer that calls a tool, with the id {@code call_1}} */
    public static ScriptedAnswer calling(String tool, String arguments) {
        return builder().toolCall("call_1", tool, arguments).build();
    }

    /** {@return no answer but this kind of failure, before anything was said} */
    public static ScriptedAnswer failing(ErrorKind kind) {
        return builder().failing(kind).build();
    }

    /** {@return no answer but this failure, before anything was said} */
    public static ScriptedAnswer failing(LlmException failure) {
        return builder().failing(failure).build();
    }

    /** {@return a builder of an answer that says nothing yet} */
    public static Builder builder() {
        return new Builder();
    }

    AnswerScript script() {
        return script;
    }

    /** Builds a {@link ScriptedAnswer}. Steps happen in the order of the calls. Not thread-safe. */
    public static final class Builder {
        private final List<Step> steps = new ArrayList<>();
        private @Nullable FinishReason finish;
        private @Nullable Usage usage;
        private @Nullable LlmException failure;

        private Builder() {}

        /** Says more text, each piece an event of its own; empty ones are left out. */
        public Builder text(String... pieces) {
            for (String piece : pieces) {
                add(piece, new Step.Say(piece));
            }
            return this;
        }

        /** Thinks more, each piece an event of its own; empty ones are left out. */
        public Builder reasoning(String... pieces) {
            for (String piece : pieces) {
                add(piece, new Step.Think(piece));
            }
            return this;
        }

        /** Calls a tool. */
        public Builder toolCall(String id, String name, String arguments) {
            steps.add(new Step.Call(ToolCall.of(id, name, arguments)));
            return this;
        }

        /** Says nothing for a while, on the clock of the model. */
        public Builder delay(Duration time) {
            steps.add(new Step.Pause(time));
            return this;
        }

        /** Says nothing any more, until the call is cancelled or its deadline is over. */
        public Builder silence() {
            steps.add(new Step.Pause(null));
            return this;
        }

        /** Tells the stream that the call waits, and waits for as long as that. Belongs before the first content. */
        public Builder waiting(WaitReason reason, Duration time) {
            steps.add(new Step.Tell(reason, time));
            steps.add(new Step.Pause(time));
            return this;
        }

        /** Reports tokens. */
        public Builder usage(Usage tokens) {
            usage = tokens;
            return this;
        }

        /** Reports tokens. */
        public Builder usage(long input, long output) {
            return usage(Usage.of(input, output));
        }

        /** Ends for this reason; if it isn't said it is TOOL_CALLS where there are any, else STOP. */
        public Builder finish(FinishReason.Kind kind) {
            finish = new FinishReason(kind, "");
            return this;
        }

        /** Fails after the steps instead of ending. */
        public Builder failing(ErrorKind kind) {
            return failing(LlmException.builder(kind, "the script says so").build());
        }

        /** Fails after the steps instead of ending; who was asked, attempts and the partial answer are added. */
        public Builder failing(LlmException error) {
            failure = error;
            return this;
        }

        /** {@return the answer} */
        public ScriptedAnswer build() {
            return new ScriptedAnswer(this);
        }

        private void add(String piece, Step step) {
            if (!piece.isEmpty()) {
                steps.add(step);
            }
        }
    }
}
