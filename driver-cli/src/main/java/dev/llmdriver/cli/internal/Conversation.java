package dev.llmdriver.cli.internal;

import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.error.LlmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turn by turn. A turn that fails is told of and forgotten; the conversation goes on. */
final class Conversation {
    private final Asking asking;
    private final ErrorReport errors;
    private final ChatRequestBuilder settings;
    private final List<Message> messages;
    private List<Part> attachments;
    private int lastCode = ExitCodes.FINE;

    Conversation(
            Asking asking,
            ErrorReport errors,
            ChatRequestBuilder settings,
            List<Message> instructions,
            List<Part> attachments) {
        this.asking = asking;
        this.errors = errors;
        this.settings = settings;
        this.messages = new ArrayList<>(instructions);
        this.attachments = attachments;
    }

    /**
     * Goes on until the user leaves.
     *
     * @param lines what the user says
     * @param opening the first turn, if it was given already; else empty
     * @return the exit code of the last turn
     */
    int run(LineSource lines, String opening) {
        Optional<String> turn = opening.isEmpty() ? lines.next() : Optional.of(opening);
        while (turn.isPresent() && !isFarewell(turn.get())) {
            if (!turn.get().isBlank()) {
                lastCode = take(turn.get());
            }
            turn = lines.next();
        }
        return lastCode;
    }

    private static boolean isFarewell(String turn) {
        return turn.strip().equals("/exit") || turn.strip().equals("/quit");
    }

    private int take(String turn) {
        List<Message> asked = new ArrayList<>(messages);
        asked.add(Question.message(attachments, turn));
        try {
            ChatResponse answer = asking.ask(settings.messages(asked).build());
            messages.clear();
            messages.addAll(asked);
            messages.add(answer.message());
            attachments = List.of();
            return ExitCodes.FINE;
        } catch (LlmException failed) {
            return errors.report(failed);
        }
    }
}
