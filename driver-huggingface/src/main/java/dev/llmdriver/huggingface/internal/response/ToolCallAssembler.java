package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ToolCall;
import dev.llmdriver.http.CallIds;
import dev.llmdriver.http.EventSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Joins the pieces of tool calls. Providers disagree on what identifies a call: index, id and name may each be missing, repeated or
 * constant (wire page 3.2), so all three are weighed.
 */
final class ToolCallAssembler {
    private final AnswerParts parts;
    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, Call> lastOfIndex = new HashMap<>();
    private final Map<String, Call> firstOfId = new HashMap<>();
    private int delta;

    private static final class Call {
        final int part;
        String id = "";
        String name = "";
        final StringBuilder arguments = new StringBuilder();
        int touchedBy;
        boolean lastPieceWasNamed;

        Call(int part) {
            this.part = part;
        }
    }

    ToolCallAssembler(AnswerParts parts) {
        this.parts = parts;
    }

    /** Takes the pieces of one delta or message. */
    void add(List<CallFragment> fragments, EventSink sink) {
        delta++;
        for (CallFragment fragment : fragments) {
            Call call = find(fragment);
            if (call == null) {
                call = new Call(parts.nextIndex());
                calls.add(call);
                lastOfIndex.put(fragment.index(), call);
            }
            call.touchedBy = delta;
            append(call, fragment, sink);
        }
    }

    private @Nullable Call find(CallFragment fragment) {
        Call candidate = fragment.index() >= 0 ? lastOfIndex.get(fragment.index()) : byIdOrLast(fragment);
        return candidate == null || startsAnother(candidate, fragment) ? null : candidate;
    }

    private @Nullable Call byIdOrLast(CallFragment fragment) {
        Call last = calls.isEmpty() ? null : calls.get(calls.size() - 1);
        return firstOfId.getOrDefault(fragment.id(), last);
    }

    /** A name begins a call, unless it only repeats that of the call the id, or failing that the index, says it belongs to. */
    private boolean startsAnother(Call call, CallFragment fragment) {
        if (fragment.name().isEmpty() || call.name.isEmpty()) {
            return false;
        }
        boolean sameId = fragment.id().equals(call.id) || fragment.id().isEmpty() || call.id.isEmpty();
        boolean sameName = fragment.name().equals(call.name);
        if (fragment.id().isEmpty()) {
            return call.touchedBy == delta || fragment.index() < 0 || !sameName || isOver(call, fragment);
        }
        return call.touchedBy == delta || !sameId || (fragment.index() < 0 && !sameName);
    }

    /** Whether the call is whole and the piece begins another. Where every piece is named, an empty one only ends the call. */
    private static boolean isOver(Call call, CallFragment next) {
        String more = next.arguments().stripLeading();
        boolean begins = more.isEmpty() ? !call.lastPieceWasNamed : more.startsWith("{");
        return begins && Arguments.isComplete(call.arguments.toString());
    }

    /** While the name is unknown nothing is passed on: it may yet be found inside the arguments. */
    private void append(Call call, CallFragment fragment, EventSink sink) {
        boolean named = !call.name.isEmpty();
        if (call.id.isEmpty() && !fragment.id().isEmpty()) {
            call.id = fragment.id();
            firstOfId.putIfAbsent(call.id, call);
        }
        call.name = named ? call.name : fragment.name();
        call.lastPieceWasNamed = !fragment.name().isEmpty();
        call.arguments.append(fragment.arguments());
        if (!named && !call.name.isEmpty()) {
            sink.next(new ChatEvent.ToolCallDelta(call.part, call.name, call.arguments.toString()));
        } else if (named && !fragment.arguments().isEmpty()) {
            sink.next(new ChatEvent.ToolCallDelta(call.part, "", fragment.arguments()));
        }
    }

    /** {@return whether every call has a name, be it inside the arguments; asked at the end} */
    boolean areNamed() {
        calls.forEach(ToolCallAssembler::openEnvelope);
        return calls.stream().noneMatch(call -> call.name.isEmpty());
    }

    /** {@return each call's arguments as they came; asked before those that are missing are filled in} */
    List<String> arguments() {
        return calls.stream().map(call -> call.arguments.toString()).toList();
    }

    /** {@return the calls, after all of them were passed on as ready} */
    List<ToolCall> complete(EventSink sink) {
        List<ToolCall> ready = new ArrayList<>();
        CallIds ids = new CallIds(); // TGI calls every call 0, others send no id at all
        for (Call call : calls) {
            fillArguments(call, sink);
            ToolCall done = ToolCall.of(ids.unique(call.id), call.name, call.arguments.toString());
            sink.next(new ChatEvent.ToolCallReady(call.part, done));
            ready.add(done);
        }
        return ready;
    }

    private static void openEnvelope(Call call) {
        Arguments.Named named = call.name.isEmpty() ? Arguments.open(call.arguments.toString()) : null;
        if (named != null) {
            call.name = named.name();
            call.arguments.setLength(0);
            call.arguments.append(named.arguments());
        }
    }

    /** A tool without parameters is called without arguments by some; JSON needs an object. */
    private static void fillArguments(Call call, EventSink sink) {
        if (call.arguments.isEmpty()) {
            call.arguments.append("{}");
            sink.next(new ChatEvent.ToolCallDelta(call.part, "", "{}"));
        }
    }
}
