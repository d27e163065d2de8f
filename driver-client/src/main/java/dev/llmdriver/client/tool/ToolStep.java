package dev.llmdriver.client.tool;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.Message;
import dev.llmdriver.ToolResult;
import java.util.List;
import java.util.Objects;

/**
 * One answer of the model and the tools that it asked for.
 *
 * @param number counted from one
 * @param response what the model answered
 * @param outcomes what became of its calls, in their order; empty if there were none
 */
public record ToolStep(int number, ChatResponse response, List<ToolOutcome> outcomes) {
    /** Copies the list. */
    public ToolStep {
        Objects.requireNonNull(response, "response");
        outcomes = List.copyOf(outcomes);
    }

    /** {@return the model's message as it came, and one with the results if there were calls} */
    public List<Message> messages() {
        if (outcomes.isEmpty()) {
            return List.of(response.message());
        }
        ToolResult[] results = outcomes.stream().map(ToolOutcome::result).toArray(ToolResult[]::new);
        return List.of(response.message(), Message.tool(results));
    }
}
