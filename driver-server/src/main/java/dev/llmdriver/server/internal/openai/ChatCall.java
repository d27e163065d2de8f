package dev.llmdriver.server.internal.openai;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import java.util.List;
import java.util.Optional;

/**
 * A request of a chat completion, as read.
 *
 * @param model whom the caller wants to ask; empty for the standard model
 * @param chat what to ask
 * @param stream whether the answer shall come piece by piece
 * @param usage whether a stream shall end with the tokens used
 * @param ignored names of fields that had no effect
 */
record ChatCall(Optional<String> model, ChatRequest chat, boolean stream, boolean usage, List<String> ignored) {
    /** {@return the same call, made on somebody's behalf} */
    ChatCall with(CallOptions behalf) {
        return new ChatCall(model, chat.toBuilder().callOptions(behalf).build(), stream, usage, ignored);
    }
}
