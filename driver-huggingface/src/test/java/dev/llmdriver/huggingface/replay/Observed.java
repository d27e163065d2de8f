package dev.llmdriver.huggingface.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.huggingface.replay.Outcome.Answer;
import dev.llmdriver.huggingface.replay.Outcome.Call;
import dev.llmdriver.huggingface.replay.Outcome.Counters;
import dev.llmdriver.huggingface.replay.Outcome.Failure;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Puts what the driver made of an exchange into the words of the oracle. */
final class Observed {
    private Observed() {}

    static Failure of(LlmException error) {
        return new Failure(error.status().orElse(0), Set.of(error.kind().wireName()));
    }

    static Answer of(ChatResponse response, Outcome expected) {
        return new Answer(
                response.text(),
                response.reasoning(),
                calls(response.toolCalls(), expected instanceof Answer answer ? answer.calls() : List.of()),
                response.usage().map(Observed::counters).orElse(null),
                response.finishReason().kind().name(),
                response.finishReason().raw(),
                response.responseId().orElse(""),
                response.servedModel().orElse(""));
    }

    /** Where the wire has no id of use, any will do that is there and unique. */
    private static List<Call> calls(List<ToolCall> calls, List<Call> expected) {
        if (calls.isEmpty()) {
            return List.of();
        }
        assertThat(calls).extracting(ToolCall::id).doesNotHaveDuplicates().allMatch(id -> !id.isBlank());
        return IntStream.range(0, calls.size())
                .mapToObj(i -> {
                    boolean made = i < expected.size() && expected.get(i).id().isEmpty();
                    ToolCall call = calls.get(i);
                    return new Call(made ? "" : call.id(), call.name(), call.arguments());
                })
                .toList();
    }

    private static Counters counters(Usage usage) {
        return new Counters(
                count(usage.input()),
                count(usage.output()),
                count(usage.cachedInput()),
                count(usage.reasoning()),
                count(usage.total()));
    }

    private static @Nullable Long count(OptionalLong tokens) {
        return tokens.isPresent() ? tokens.getAsLong() : null;
    }
}
