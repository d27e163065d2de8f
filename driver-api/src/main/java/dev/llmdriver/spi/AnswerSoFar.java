package dev.llmdriver.spi;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.Message;
import dev.llmdriver.Role;
import dev.llmdriver.error.PartialAnswer;
import java.util.concurrent.Flow;

/**
 * Tells what has come of a stream's answer. The subscription that an engine hands to {@code onSubscribe} may be one, so that a text
 * which the engine has to keep is not kept a second time by who needs it if the stream breaks off.
 *
 * <p>It tells at least what the subscriber was given, parts that an event has not finished excepted, and perhaps what is still on its
 * way to him. It may be asked on any thread, must not block, and goes on telling after the stream has ended or was cancelled (rule C12
 * of the contract). A decorator that passes the events on as they come passes this on, too; one that changes them must not.
 */
public interface AnswerSoFar {
    /** Tells that nothing has come: for the time before there is a subscription. */
    AnswerSoFar NOTHING = () -> PartialAnswer.of(Message.builder(Role.ASSISTANT).build());

    /** {@return what has come, with the usage that was reported if that is known; empty if nothing has come} */
    PartialAnswer soFar();

    /**
     * Hears of each event that is passed on, on the thread that passes it. Does nothing by default: whoever keeps the answer knows it.
     *
     * @param event what comes next
     */
    default void add(ChatEvent event) {}

    /**
     * Finds who tells of the answer of a stream.
     *
     * @param subscription what the engine gave
     * @return the subscription itself, if it can tell; otherwise a fresh {@link AnswerAssembler}; either is to hear of each event
     */
    static AnswerSoFar of(Flow.Subscription subscription) {
        return subscription instanceof AnswerSoFar told ? told : new AnswerAssembler();
    }
}
