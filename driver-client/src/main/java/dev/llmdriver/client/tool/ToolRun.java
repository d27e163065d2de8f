package dev.llmdriver.client.tool;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.Message;
import dev.llmdriver.client.Totals;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LimitExceededException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import java.util.List;

/** How a loop of tools went: every step, the last answer, and what it took together. Immutable. */
public final class ToolRun {
    private final List<ToolStep> steps;
    private final Ending ending;

    ToolRun(List<ToolStep> steps, Ending ending) {
        this.steps = List.copyOf(steps);
        this.ending = ending;
    }

    /** Why a loop ended. May gain values. */
    public enum Ending {
        /** The model gave an answer and asked for no further tool. */
        ANSWERED,
        /** The model still asked for tools when the loop had made as many steps as it may. */
        STEP_LIMIT
    }

    /** {@return why it ended} */
    public Ending ending() {
        return ending;
    }

    /**
     * Returns the model's answer.
     *
     * @return the last response
     * @throws LimitExceededException with reason {@code tool_steps} if the steps ran out before there was one
     */
    public ChatResponse answer() {
        if (ending == Ending.STEP_LIMIT) {
            throw LlmException.builder(
                            ErrorKind.LIMIT_EXCEEDED,
                            "the model still asked for tools after " + steps.size()
                                    + " steps; allow more with maxSteps, or look at the steps for what it keeps asking")
                    .reason("tool_steps")
                    .advice(Advice.STOP)
                    .ref(last().ref())
                    .attempts(totals().attempts())
                    .partial(PartialAnswer.of(last().message()))
                    .build();
        }
        return last();
    }

    /**
     * Returns the text of the model's answer.
     *
     * @return the joined texts of the last response
     * @throws LimitExceededException with reason {@code tool_steps} if the steps ran out before there was one
     */
    public String text() {
        return answer().text();
    }

    /** {@return what came last, an answer or not} */
    public ChatResponse last() {
        return steps.get(steps.size() - 1).response();
    }

    /** {@return every step, at least one} */
    public List<ToolStep> steps() {
        return steps;
    }

    /** {@return what came after the request, ready to follow it in the next one: every call has its result} */
    public List<Message> messages() {
        return steps.stream().flatMap(step -> step.messages().stream()).toList();
    }

    /** {@return tokens, attempts and warnings of all steps} */
    public Totals totals() {
        return Totals.of(steps.stream().map(ToolStep::response).toList());
    }

    @Override
    public String toString() {
        return "ToolRun[" + ending + ", " + steps.size() + " steps]";
    }
}
