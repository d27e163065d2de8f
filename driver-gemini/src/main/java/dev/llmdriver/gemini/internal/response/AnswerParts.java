package dev.llmdriver.gemini.internal.response;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ToolCall;
import dev.llmdriver.gemini.internal.part.PartNote;
import dev.llmdriver.http.CallIds;
import dev.llmdriver.http.EventSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the parts of an answer and passes them on. Texts that follow each other are one part, unless a signature stands between them,
 * for a signed part must go back as it came. A function call, and whatever follows it, waits for the finish reason, which may take the
 * call back.
 */
final class AnswerParts {
    private static final int NONE = -1;

    private final String model;
    private final Deque<WirePart> waiting = new ArrayDeque<>();
    private final Map<String, Integer> others = new TreeMap<>();
    private final List<String> before = new ArrayList<>();
    private final List<String> after = new ArrayList<>();
    private final CallIds ids = new CallIds();
    private PartNote lastNote = PartNote.NONE;
    private @Nullable String responseId;
    private int next;
    private int open = NONE;
    private boolean openIsThought;
    private int calls;
    private int takenBack;
    private boolean hasText;
    /** Whether a call came in pieces, whose end has no name either. */
    private boolean pieces;

    private boolean nameless;

    AnswerParts(String model) {
        this.model = model;
    }

    void responseId(@Nullable String id) {
        responseId = id;
    }

    void add(WirePart part, EventSink sink) {
        pieces |= part.isPiece;
        if (!pieces && FunctionCallReader.FIELD.equals(part.otherField)) {
            nameless = true;
        } else if (part.isCall || !waiting.isEmpty()) {
            waiting.add(part);
        } else {
            pass(part, sink);
        }
    }

    /** Passes on what waits, the calls among it only if they may run. */
    void release(boolean callsMayRun, EventSink sink) {
        while (!waiting.isEmpty()) {
            WirePart part = waiting.remove();
            if (!part.isCall) {
                pass(part, sink);
            } else if (callsMayRun) {
                call(part, sink);
            } else {
                takenBack++;
            }
        }
    }

    private void pass(WirePart part, EventSink sink) {
        if (part.otherField != null) {
            others.merge(part.otherField, 1, Integer::sum);
            sink.next(new ChatEvent.Other(part.otherField, part.json));
            keepBeside(part.json);
        } else if (!part.hasNoText()) {
            text(part, sink);
        } else if (part.signature != null) {
            keepBeside(PartNote.emptyText(part.signature, part.thought));
        }
    }

    private void text(WirePart part, EventSink sink) {
        if (part.signature != null || open == NONE || openIsThought != part.thought) {
            open = begin(new PartNote(part.signature, false, List.of(), List.of()), part.thought, sink);
            openIsThought = part.thought;
        }
        String text = String.valueOf(part.text);
        sink.next(part.thought ? new ChatEvent.ReasoningDelta(open, text) : new ChatEvent.TextDelta(open, text));
        hasText |= !part.thought;
        if (part.signature != null) {
            open = NONE;
        }
    }

    private void call(WirePart part, EventSink sink) {
        boolean unnamed = part.callId.isEmpty();
        String id = ids.unique(unnamed ? "call_" + (responseId == null ? "" : responseId + "_") + calls : part.callId);
        boolean madeUp = !id.equals(part.callId);
        int index = begin(new PartNote(part.signature, madeUp, List.of(), List.of()), false, sink);
        ToolCall call = ToolCall.of(id, part.callName, part.callArguments);
        sink.next(new ChatEvent.ToolCallReady(
                index, lastNote.isEmpty() ? call : call.withProviderData(lastNote.toData(model))));
        calls++;
        open = NONE;
    }

    /** Begins a part; a thought is always noted as Gemini's own, so that it may go back. */
    private int begin(PartNote note, boolean own, EventSink sink) {
        settle(sink);
        lastNote = note.withBefore(before);
        before.clear();
        if (own || !lastNote.isEmpty()) {
            sink.attach(next, lastNote.toData(model));
        }
        return next++;
    }

    /** A part that the contract has no type for goes back beside its neighbour. */
    private void keepBeside(String json) {
        open = NONE;
        if (next == 0) {
            before.add(json);
        } else {
            after.add(json);
        }
    }

    /** Attaches what came after the last part; not sooner, for it may be much, and a note is written anew each time. */
    void settle(EventSink sink) {
        if (!after.isEmpty()) {
            lastNote = lastNote.withAfter(after);
            after.clear();
            sink.attach(next - 1, lastNote.toData(model));
        }
    }

    boolean hasCalls() {
        return calls > 0;
    }

    /** {@return whether a call came that says not whom, so that no call may run} */
    boolean hasNamelessCall() {
        return nameless;
    }

    /** {@return how many calls were left out because they may not run} */
    int takenBack() {
        return takenBack;
    }

    /** {@return whether there is anything but thoughts, or waits to be passed on} */
    boolean isUsable() {
        return hasText || calls > 0 || !others.isEmpty() || !waiting.isEmpty();
    }

    /** {@return the names of data that the contract has no type for, each with how often it came} */
    Map<String, Integer> others() {
        return others;
    }
}
