package dev.llmdriver.client.tool;

import dev.llmdriver.error.LlmException;
import java.util.List;

/**
 * Hears of a loop of tools as it goes, before its caller does. Called on any thread, never twice at once for one run; must not block.
 * What it throws is logged and changes nothing.
 */
public interface ToolListener {
    /** A step is done, its tools included. */
    default void step(ToolStep step) {}

    /** The loop ended with a result. */
    default void ended(ToolRun run) {}

    /** The caller gave up; {@link #failed} follows when everything has ended. */
    default void cancelled() {}

    /** The loop failed or was cancelled after these steps. */
    default void failed(LlmException failure, List<ToolStep> steps) {}
}
