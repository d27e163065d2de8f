package dev.llmdriver.client.output;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.client.Totals;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.OutputInvalidException;
import dev.llmdriver.error.PartialAnswer;
import java.util.List;
import java.util.Objects;

/**
 * The verdict on an answer: {@link Valid} with its value, or {@link Invalid} with what is wrong. Immutable if the value is.
 *
 * @param <T> type of the value
 */
public sealed interface Output<T> permits Output.Valid, Output.Invalid {
    /**
     * Returns the value.
     *
     * @return what the model answered
     * @throws OutputInvalidException if the answer is not valid; it holds the model's text
     */
    T value();

    /** {@return how the model was held to the form} */
    Means means();

    /** {@return every answer, repairs included, the last being the one that was judged} */
    List<ChatResponse> responses();

    /** {@return tokens, attempts and warnings of all answers} */
    Totals totals();

    /** {@return the text that was judged, as the model wrote it} */
    default String text() {
        return last().text();
    }

    /** {@return the answer that was judged} */
    default ChatResponse last() {
        return responses().get(responses().size() - 1);
    }

    /** {@return how often the model was asked to put something right} */
    default int repairs() {
        return responses().size() - 1;
    }

    /** How the model was held to a form. May gain values. */
    enum Means {
        /** The provider got the schema as the form of the answer. */
        SCHEMA,
        /** The provider has no such thing: the schema stood in the prompt. */
        EMULATED,
        /** There is no form: any text will do. */
        NONE
    }

    /**
     * The answer is as it was asked for.
     *
     * @param value what the model answered
     * @param means how the model was held to the form
     * @param responses every answer, the last being the valid one
     * @param totals tokens, attempts and warnings of all answers
     * @param <T> type of the value
     */
    record Valid<T>(T value, Means means, List<ChatResponse> responses, Totals totals) implements Output<T> {
        /** Copies the list. */
        public Valid {
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(means, "means");
            Objects.requireNonNull(totals, "totals");
            responses = List.copyOf(responses);
        }

        @Override
        public String toString() {
            return "Valid[" + means + ", " + repairs() + " repairs]";
        }
    }

    /**
     * The answer is not as it was asked for, and repairs have not helped or would not.
     *
     * @param reason {@code form} (no JSON, or not by the schema), {@code check} (a check refused it), {@code length} (cut off by the
     *     limit of tokens), {@code content_filter} (held back in part) or {@code tool_calls} (the model asked for tools instead)
     * @param faults what is wrong, one sentence each; they may quote the answer
     * @param means how the model was held to the form
     * @param responses every answer, the last being the one that was judged
     * @param totals tokens, attempts and warnings of all answers
     * @param <T> type of the value
     */
    record Invalid<T>(String reason, List<String> faults, Means means, List<ChatResponse> responses, Totals totals)
            implements Output<T> {
        /** Copies the lists. */
        public Invalid {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(means, "means");
            Objects.requireNonNull(totals, "totals");
            faults = List.copyOf(faults);
            responses = List.copyOf(responses);
        }

        @Override
        public T value() {
            throw exception();
        }

        /** {@return the error that {@link #value} throws, for callers that throw it themselves} */
        public OutputInvalidException exception() {
            return (OutputInvalidException) LlmException.builder(ErrorKind.OUTPUT_INVALID, message())
                    .reason(reason)
                    .ref(last().ref())
                    .attempts(totals.attempts())
                    .partial(PartialAnswer.of(last().message()))
                    .build();
        }

        /** Without the faults, for they may quote the answer. */
        private String message() {
            return switch (reason) {
                case "length" ->
                    "the answer was cut off by the limit of tokens, so it is not complete even if it looks so;"
                            + " raise maxTokens, or ask for less";
                case "content_filter" -> "the provider held back a part of the answer; ask for something else";
                case "tool_calls" ->
                    "the model asked for tools instead of answering; offer none, or run a ToolLoop first";
                default ->
                    "the answer is not as it was asked for after " + repairs() + " repairs (" + faults.size()
                            + " faults, see Output.Invalid.faults()); simplify the type or the checks, allow more repairs,"
                            + " or ask another model";
            };
        }

        @Override
        public String toString() {
            return "Invalid[" + reason + ", " + faults.size() + " faults, " + means + ", " + repairs() + " repairs]";
        }
    }
}
