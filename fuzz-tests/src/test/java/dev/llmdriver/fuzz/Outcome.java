package dev.llmdriver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a body came to: an answer, an error, or bytes that cannot be understood.
 *
 * @param joined the deltas
 * @param attached what was attached to parts
 * @param message what the product joined
 * @param usage reported on the way
 * @param response the answer
 * @param failure the error
 * @param malformed why the bytes cannot be understood
 */
public record Outcome(
        Joined joined,
        String attached,
        Message message,
        @Nullable Usage usage,
        @Nullable ChatResponse response,
        @Nullable LlmException failure,
        @Nullable IOException malformed) {

    /** No answer of a server is a fault of these sorts. */
    private static final Set<ErrorKind> NEVER = EnumSet.of(
            ErrorKind.CANCELLED,
            ErrorKind.TIMEOUT,
            ErrorKind.CONNECT_FAILED,
            ErrorKind.LIMIT_EXCEEDED,
            ErrorKind.TARGETS_EXHAUSTED,
            ErrorKind.OUTPUT_INVALID);

    /** {@return everything that must not depend on how the bytes came} */
    String story() {
        return joined + attached + message.parts() + usage + "\n" + ending();
    }

    private String ending() {
        if (response != null) {
            return response.finishReason() + " " + response.usage() + response.logprobs() + response.citations()
                    + response.servedModel() + response.responseId() + response.rawJson() + response.warnings();
        }
        return failure == null
                ? "malformed"
                : failure.kind() + " " + failure.reason() + " " + failure.advice() + " " + failure.getMessage();
    }

    void check() {
        checkCounters(usage);
        if (failure != null) {
            assertThat(NEVER).doesNotContain(failure.kind());
        }
        if (response != null) {
            checkCounters(response.usage().orElse(null));
            checkParts(response.message().parts());
            checkCalls(response);
        }
    }

    private void checkParts(List<Part> parts) {
        Collection<Joined.Part> deltas = joined.parts().values();
        assertThat(joined.parts().keySet()).allMatch(index -> index >= 0);
        assertThat(parts).hasSameSizeAs(deltas);
        int at = 0;
        for (Joined.Part delta : deltas) {
            checkPart(parts.get(at++), delta);
        }
    }

    private static void checkPart(Part part, Joined.Part delta) {
        if (part instanceof Text text) {
            assertThat(delta.kind).isEqualTo("text");
            assertThat(text.text()).isEqualTo(delta.text.toString());
        } else if (part instanceof Reasoning reasoning) {
            assertThat(delta.kind).isEqualTo("reasoning");
            assertThat(reasoning.text()).isEqualTo(delta.text.toString());
        } else {
            ToolCall call = (ToolCall) part;
            assertThat(delta.ready).isEqualTo(1);
            assertThat(delta.name).isIn("", call.name());
            assertThat(delta.text.toString()).isIn("", call.arguments());
        }
    }

    private static void checkCalls(ChatResponse response) {
        List<ToolCall> calls = response.message().parts().stream()
                .filter(ToolCall.class::isInstance)
                .map(ToolCall.class::cast)
                .toList();
        assertThat(calls).extracting(ToolCall::id).doesNotHaveDuplicates().doesNotContain("");
        assertThat(calls).extracting(ToolCall::name).doesNotContain("");
        if (response.finishReason().kind() == FinishReason.Kind.TOOL_CALLS) {
            assertThat(calls).isNotEmpty();
        }
    }

    /** A limit or a budget that is told of less than nothing would grow. */
    public static void checkCounters(@Nullable Usage usage) {
        if (usage == null) {
            return;
        }
        for (OptionalLong counter :
                List.of(usage.input(), usage.output(), usage.cachedInput(), usage.reasoning(), usage.total())) {
            assertThat(counter.orElse(0)).as(Objects.toString(usage)).isNotNegative();
        }
    }
}
