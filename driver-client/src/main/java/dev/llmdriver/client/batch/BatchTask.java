package dev.llmdriver.client.batch;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import java.util.Objects;

/**
 * What one line of a batch's input asks for.
 *
 * @param model whom to ask
 * @param request what to ask
 */
public record BatchTask(ChatModel model, ChatRequest request) {
    /** Checks that nothing is missing. */
    public BatchTask {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(request, "request");
    }
}
