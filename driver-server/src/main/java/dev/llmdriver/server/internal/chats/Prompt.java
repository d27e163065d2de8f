package dev.llmdriver.server.internal.chats;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Message;
import java.util.List;

/** What a model is told of a conversation. */
final class Prompt {
    private Prompt() {}

    /**
     * Makes a request of turns.
     *
     * @param turns the whole conversation; the last is a question
     * @param most how many a model is told; some models want a question first, and none an answer without words
     * @param behalf says on whose
     */
    static ChatRequest of(List<Turn> turns, int most, CallOptions behalf) {
        List<Turn> worded =
                turns.stream().filter(turn -> !turn.text().isBlank()).toList();
        return ChatRequest.builder()
                .messages(worded.stream()
                        .skip(Math.max(0, worded.size() - most))
                        .dropWhile(turn -> !turn.isQuestion())
                        .map(Prompt::message)
                        .toList())
                .callOptions(behalf)
                .build();
    }

    private static Message message(Turn turn) {
        return turn.isQuestion() ? Message.user(turn.text()) : Message.assistant(turn.text());
    }
}
