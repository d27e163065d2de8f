package dev.llmdriver.resilience.internal.cache;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Part;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Warning;
import dev.llmdriver.spi.CallContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A kept answer, given to another call.
 *
 * @param kept the answer
 * @param call who hears it now
 */
record Replay(ChatResponse kept, CallContext call) {
    private static final Warning CACHED = new Warning(
            "cached", "", "answered from the cache; nothing was sent, and no tokens were used for this call");

    /** {@return the answer as the call's own: its time, no attempts, no tokens} */
    ChatResponse answer() {
        var answer = ChatResponse.builder(kept.ref(), kept.message(), kept.finishReason())
                .logprobs(kept.logprobs())
                .citations(kept.citations())
                .attempts(call.ledger().attempts())
                .timings(call.timings());
        kept.servedModel().ifPresent(answer::servedModel);
        kept.servedBy().ifPresent(answer::servedBy);
        kept.responseId().ifPresent(answer::responseId);
        kept.requestId().ifPresent(answer::requestId);
        kept.rawJson().ifPresent(answer::rawJson);
        kept.warnings().forEach(answer::warning);
        return answer.warning(CACHED).build();
    }

    /** {@return the answer as a stream: one event for each part} */
    List<Supplier<ChatEvent>> events() {
        List<Supplier<ChatEvent>> events = new ArrayList<>();
        events.add(() -> new ChatEvent.Started(kept.ref()));
        List<Part> parts = kept.message().parts();
        for (int i = 0; i < parts.size(); i++) {
            event(i, parts.get(i))
                    .ifPresent(event -> events.add(() -> {
                        call.commit();
                        return event;
                    }));
        }
        events.add(() -> new ChatEvent.Finished(answer()));
        return events;
    }

    private static Optional<ChatEvent> event(int index, Part part) {
        if (part instanceof Text text && !text.text().isEmpty()) {
            return Optional.of(new ChatEvent.TextDelta(index, text.text()));
        } else if (part instanceof Reasoning thought && !thought.text().isEmpty()) {
            return Optional.of(new ChatEvent.ReasoningDelta(index, thought.text()));
        } else if (part instanceof ToolCall toolCall) {
            return Optional.of(new ChatEvent.ToolCallReady(index, toolCall));
        }
        return Optional.empty();
    }
}
