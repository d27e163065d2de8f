package dev.llmdriver.testkit.replay;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What comes of an exchange, in words that neither a wire nor a driver owns. */
public sealed interface Outcome {
    /** {@return what a driver made of an exchange; {@code expected} says which ids the wire does not have} */
    static Answer of(ChatResponse response, Outcome expected) {
        return new Answer(
                response.text(),
                response.reasoning(),
                calls(response.toolCalls(), expected instanceof Answer answer ? answer.calls() : List.of()),
                response.usage().map(Counters::of).orElse(null),
                response.finishReason().kind().name(),
                response.finishReason().raw(),
                response.responseId().orElse(""),
                response.servedModel().orElse(""));
    }

    /** {@return what a driver made of an exchange that failed} */
    static Failure of(LlmException error) {
        return new Failure(error.status().orElse(0), Set.of(error.kind().wireName()));
    }

    /** {@return whether what a driver observed is what is expected here; of a failure, one of several kinds will do} */
    default boolean agreesWith(Outcome observed) {
        if (this instanceof Failure allowed && observed instanceof Failure failure) {
            return allowed.status() == failure.status() && allowed.kinds().containsAll(failure.kinds());
        }
        return equals(observed);
    }

    /** Where the wire has no id of use, any will do that is there and unique. */
    private static List<Call> calls(List<ToolCall> calls, List<Call> expected) {
        List<String> ids = calls.stream().map(ToolCall::id).distinct().toList();
        if (ids.size() != calls.size() || ids.stream().anyMatch(String::isBlank)) {
            throw new AssertionError("The ids of the calls are not there, or not unique: " + calls);
        }
        return IntStream.range(0, calls.size())
                .mapToObj(i -> {
                    boolean made = i < expected.size() && expected.get(i).id().isEmpty();
                    ToolCall call = calls.get(i);
                    return new Call(made ? "" : call.id(), call.name(), call.arguments());
                })
                .toList();
    }

    /**
     * A whole answer.
     *
     * @param text joined
     * @param reasoning joined
     * @param calls in order
     * @param usage null if the provider did not say
     * @param finish name of the kind, as in {@code STOP}
     * @param finishWord the provider's own word
     * @param id of the answer; empty if there is none
     * @param model the provider's name of it; empty if there is none
     */
    record Answer(
            String text,
            String reasoning,
            List<Call> calls,
            @Nullable Counters usage,
            String finish,
            String finishWord,
            String id,
            String model)
            implements Outcome {}

    /**
     * A tool call.
     *
     * @param id empty where the wire has none of use and the driver makes one up
     * @param name the tool's
     * @param arguments as written
     */
    record Call(String id, String name, String arguments) {}

    /**
     * Tokens; null is absent.
     *
     * @param input cached ones included
     * @param output reasoning included
     * @param cached of the input
     * @param reasoning of the output
     * @param total as the provider says
     */
    record Counters(
            @Nullable Long input,
            @Nullable Long output,
            @Nullable Long cached,
            @Nullable Long reasoning,
            @Nullable Long total) {
        private static Counters of(Usage usage) {
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

    /**
     * An error.
     *
     * @param status of HTTP
     * @param kinds the kinds that it may be given; one where body and status leave no doubt
     */
    record Failure(int status, Set<String> kinds) implements Outcome {}
}
