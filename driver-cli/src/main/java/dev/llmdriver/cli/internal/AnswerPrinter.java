package dev.llmdriver.cli.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;

/** Shows one answer after the other. */
interface AnswerPrinter {
    /** Shows a piece of a streamed answer. */
    void event(ChatEvent event);

    /** Shows the content of an answer that was not streamed. */
    void whole(ChatResponse answer);

    /** Shows what there is to say of an answer whose content has been shown. */
    void finished(ChatResponse answer);

    /** Shows what is left of an answer that broke off, and leaves nothing behind that would colour what follows. */
    default void brokenOff() {}
}
