package dev.llmdriver.http;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the parts of an answer in the order in which they come, and makes their events: what follows of the same kind belongs to the
 * same part, except tool calls, of which each is a part of its own. Empty pieces are left out. Not thread-safe.
 */
public final class PartEvents {
    private @Nullable Class<? extends ChatEvent> kind;
    private int index = -1;
    private int calls;

    /** Starts before the first part. */
    public PartEvents() {}

    /** Passes a piece of text on. */
    public void text(String piece, EventSink sink) {
        if (!piece.isEmpty()) {
            sink.next(new ChatEvent.TextDelta(partOf(ChatEvent.TextDelta.class), piece));
        }
    }

    /** Passes a piece of reasoning on. */
    public void reasoning(String piece, EventSink sink) {
        if (!piece.isEmpty()) {
            sink.next(new ChatEvent.ReasoningDelta(partOf(ChatEvent.ReasoningDelta.class), piece));
        }
    }

    /** Passes on a tool call that came whole. */
    public void call(ToolCall call, EventSink sink) {
        kind = null;
        int part = partOf(ChatEvent.ToolCallReady.class);
        calls++;
        sink.next(new ChatEvent.ToolCallDelta(part, call.name(), call.arguments()));
        sink.next(new ChatEvent.ToolCallReady(part, call));
    }

    private int partOf(Class<? extends ChatEvent> next) {
        index += next.equals(kind) ? 0 : 1;
        kind = next;
        return index;
    }

    /** {@return the index of the part that came last; -1 before the first} */
    public int lastIndex() {
        return index;
    }

    /** {@return whether a tool call came} */
    public boolean hasCalls() {
        return calls > 0;
    }
}
