package dev.llmdriver.server.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.server.internal.chats.Turn;
import dev.llmdriver.server.internal.http.Refusal;
import dev.llmdriver.server.internal.openai.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a caller says.
 *
 * @param turns the messages of the body; the last is the user's
 */
record ChatQuestion(List<Turn> turns) {
    /**
     * Reads a body.
     *
     * @throws Refusal with the name of what is wrong
     */
    static ChatQuestion read(ObjectNode body, Instant now) {
        Fields request = new Fields(body, "");
        List<Turn> turns = new ArrayList<>();
        for (Fields message : request.objects("messages")) {
            turns.add(turn(message, now));
        }
        if (turns.isEmpty() || !turns.get(turns.size() - 1).isQuestion()) {
            throw request.refuse("messages", "must be a list whose last message is the user's");
        }
        return new ChatQuestion(List.copyOf(turns));
    }

    private static Turn turn(Fields message, Instant now) {
        String role = message.requiredText("role");
        String content = message.requiredText("content");
        if (content.isBlank()) {
            throw message.refuse("content", "must not be empty");
        }
        return switch (role) {
            case "user" -> Turn.question(content, now);
            case "assistant" -> new Turn(Turn.Role.ASSISTANT, content, false, Optional.empty(), now);
            default -> throw message.refuse("role", "must be user or assistant");
        };
    }

    /**
     * Finds out what is new. A caller may repeat the conversation or not: where something is kept, only what follows the last answer in
     * the body is new.
     */
    List<Turn> after(List<Turn> kept) {
        if (kept.isEmpty()) {
            return turns;
        }
        int last = turns.size();
        while (last > 0 && turns.get(last - 1).isQuestion()) {
            last--;
        }
        return turns.subList(last, turns.size());
    }
}
