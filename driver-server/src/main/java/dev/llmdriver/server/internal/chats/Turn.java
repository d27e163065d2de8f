package dev.llmdriver.server.internal.chats;

import java.time.Instant;
import java.util.Optional;

/**
 * What one side said.
 *
 * @param role who said it: {@code USER} or {@code ASSISTANT}
 * @param text the words
 * @param partial whether the answer broke off; never so for a user's turn
 * @param answeredBy the model that answered, by a name that can be asked again; empty for a user's turn
 * @param at when it was said
 */
public record Turn(Role role, String text, boolean partial, Optional<String> answeredBy, Instant at) {
    /** Who speaks. */
    public enum Role {
        /** The person, or program, that asks. */
        USER,
        /** The model. */
        ASSISTANT
    }

    /** {@return a turn of whoever asks} */
    public static Turn question(String text, Instant at) {
        return new Turn(Role.USER, text, false, Optional.empty(), at);
    }

    /** {@return whether it is the user's} */
    public boolean isQuestion() {
        return role == Role.USER;
    }
}
