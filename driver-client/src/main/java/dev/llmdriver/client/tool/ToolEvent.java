package dev.llmdriver.client.tool;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ToolCall;

/**
 * What happens in a streamed loop of tools: the events of each answer, then of its tools, and so on until {@link Ended}. May gain kinds:
 * give a {@code switch} a {@code default}.
 */
public sealed interface ToolEvent {
    /**
     * The model answers. Each step has its own {@link ChatEvent.Finished}.
     *
     * @param step counted from one
     * @param event what happens
     */
    record Answering(int step, ChatEvent event) implements ToolEvent {}

    /**
     * A tool was asked for; it may yet have to be approved.
     *
     * @param step counted from one
     * @param call what the model asked for
     */
    record Called(int step, ToolCall call) implements ToolEvent {}

    /**
     * A tool is done. Those of one step end in any order.
     *
     * @param step counted from one
     * @param outcome what became of it
     */
    record Done(int step, ToolOutcome outcome) implements ToolEvent {}

    /**
     * The loop has ended. The last event.
     *
     * @param run how it went
     */
    record Ended(ToolRun run) implements ToolEvent {}
}
