package dev.llmdriver.client.tool;

import org.jspecify.annotations.Nullable;

/**
 * What a tool does. May be called on any thread, several times at once.
 *
 * @param <A> type of the arguments
 */
@FunctionalInterface
public interface ToolFunction<A> {
    /**
     * Does the work.
     *
     * @param arguments what the model wrote, checked
     * @return what the model is told: a text as it is, anything else as JSON; a {@link java.util.concurrent.CompletionStage} is waited
     *     for without holding a thread
     * @throws Exception whatever goes wrong; its message is told to the model
     */
    @Nullable
    Object run(A arguments) throws Exception;

    /**
     * What a tool does that wants to know which call it serves, or to hear of its end.
     *
     * @param <A> type of the arguments
     */
    @FunctionalInterface
    interface WithContext<A> {
        /**
         * Does the work.
         *
         * @param arguments what the model wrote, checked; unchecked where {@link RunnableTool#ofJson} gives its text
         * @param context the call, and whether it is still wanted
         * @return as {@link ToolFunction#run}
         * @throws Exception whatever goes wrong; its message is told to the model
         */
        @Nullable
        Object run(A arguments, ToolContext context) throws Exception;
    }
}
