package dev.llmdriver.testkit.internal;

import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.FinishReason;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scripted model does with one call, as data.
 *
 * @param failure after the steps, in place of the end
 */
public record AnswerScript(
        List<Step> steps,
        FinishReason finish,
        @Nullable Usage usage,
        @Nullable LlmException failure) {

    /** One thing that a scripted model does. */
    public sealed interface Step {
        /** Says a piece of text. */
        record Say(String text) implements Step {}

        /** Thinks a piece of text. */
        record Think(String text) implements Step {}

        /** Calls a tool. */
        record Call(ToolCall call) implements Step {}

        /** Tells that the call waits. */
        record Tell(WaitReason reason, Duration estimate) implements Step {}

        /**
         * Says nothing for a while.
         *
         * @param time null for ever
         */
        record Pause(@Nullable Duration time) implements Step {}
    }
}
