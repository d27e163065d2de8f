package dev.llmdriver.huggingface.internal.inputs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Usage;
import dev.llmdriver.huggingface.internal.response.FinishReasons;
import java.util.List;
import java.util.Optional;

/** Finds the text in whatever a custom handler answers, and the {@code details} where TGI adds them. */
final class FreeForm {
    /** Where handlers and pipelines are known to put their text, the surest first. */
    private static final List<String> NAMES = List.of(
            "generated_text",
            "summary_text",
            "translation_text",
            "answer",
            "text",
            "output",
            "outputs",
            "response",
            "result",
            "content");

    private FreeForm() {}

    /** {@return the text; an answer without any known field is its own JSON} */
    static String text(JsonNode answer) {
        return known(answer).orElseGet(answer::toString);
    }

    private static Optional<String> known(JsonNode answer) {
        if (answer.isTextual()) {
            return Optional.of(answer.asText());
        }
        if (answer.isArray()) {
            return answer.isEmpty()
                    ? Optional.of("")
                    : known(answer.get(isConversation(answer) ? answer.size() - 1 : 0));
        }
        return NAMES.stream()
                .filter(answer::hasNonNull)
                .map(name -> known(answer.get(name)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A pipeline that was given messages answers all of them, its own last: the first is what the user said. */
    private static boolean isConversation(JsonNode array) {
        return array.get(0).hasNonNull("role") && array.get(0).has("content");
    }

    /** {@return the object that stands for the whole answer: the first of an array} */
    static JsonNode first(JsonNode answer) {
        return answer.isArray() && !answer.isEmpty() ? first(answer.get(0)) : answer;
    }

    static FinishReason finishReason(JsonNode details) {
        return FinishReasons.of(details.path("finish_reason").asText(null), List.of());
    }

    /** {@return the tokens; {@code prefill} is no count of the input, for an encoder's input is not in it} */
    static Optional<Usage> usage(JsonNode details) {
        JsonNode output = details.path("generated_tokens");
        if (!output.canConvertToLong()) {
            return Optional.empty();
        }
        Usage.Builder usage = Usage.builder().output(output.asLong());
        JsonNode input = details.path("input_length");
        if (input.canConvertToLong()) {
            usage.input(input.asLong());
        }
        return Optional.of(usage.build());
    }
}
