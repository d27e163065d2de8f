package dev.llmdriver.client.conversation;

import dev.llmdriver.Message;
import java.util.List;

/**
 * What the user said and all that came of it, tools included.
 *
 * @param messages the user's message first
 * @param tokens how many of them the messages are
 * @param counted whether the provider counted the tokens; otherwise they are estimated
 * @param partial whether the answer broke off
 */
public record Turn(List<Message> messages, long tokens, boolean counted, boolean partial) {
    /** Copies the list, which must not be empty. */
    public Turn {
        messages = List.copyOf(messages);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a turn has at least the user's message");
        }
    }

    static Turn estimated(List<Message> messages, boolean partial) {
        return new Turn(messages, Estimate.tokens(messages), false, partial);
    }

    @Override
    public String toString() {
        return "Turn[" + messages.size() + " messages, " + tokens + (counted ? " tokens" : " tokens estimated")
                + (partial ? ", partial]" : "]");
    }
}
