package dev.llmdriver.client.conversation;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The turns of a conversation, and the one that is under way. Thread-safe. */
final class History {
    private List<Turn> turns;
    private @Nullable OpenTurn underway;
    private @Nullable OpenTurn latest;
    private @Nullable Turn broken;

    History(List<Turn> turns) {
        this.turns = List.copyOf(turns);
    }

    synchronized List<Turn> turns() {
        return turns;
    }

    /** Begins a turn. */
    synchronized OpenTurn open(
            Function<List<Turn>, ChatRequest> request,
            BiFunction<List<Turn>, Message, List<Turn>> memory,
            Message message) {
        refuseWhileUnderway();
        List<Turn> told = List.copyOf(memory.apply(turns, message));
        boolean fromTheStart = told.size() == turns.size();
        OpenTurn turn = new OpenTurn(this, message, told, fromTheStart, request.apply(told));
        underway = turn;
        latest = turn;
        broken = null;
        return turn;
    }

    /** The turn is over without a result. */
    synchronized void release(OpenTurn turn) {
        if (underway == turn) {
            underway = null;
        }
    }

    /** The turn has a result. */
    synchronized void add(OpenTurn open, Turn turn) {
        if (underway == open) {
            underway = null;
            List<Turn> more = new ArrayList<>(turns);
            more.add(turn);
            turns = List.copyOf(more);
        }
    }

    /** The turn broke off, with this much of a result. */
    synchronized void breakOff(OpenTurn open, @Nullable Turn partial) {
        release(open);
        if (latest == open) {
            broken = partial;
        }
    }

    synchronized boolean keepPartial() {
        refuseWhileUnderway();
        Turn partial = broken;
        if (partial == null) {
            return false;
        }
        broken = null;
        List<Turn> more = new ArrayList<>(turns);
        more.add(partial);
        turns = List.copyOf(more);
        return true;
    }

    synchronized void keepLast(int number) {
        int dropped = Math.max(0, turns.size() - number);
        List<Turn> kept = turns.subList(dropped, turns.size());
        turns = dropped == 0 ? List.copyOf(kept) : underAnotherSystem(kept);
    }

    /** {@return the same turns, but the first one is not counted: a provider's count of it has the system message of then in it} */
    static List<Turn> underAnotherSystem(List<Turn> turns) {
        List<Turn> same = new ArrayList<>(turns);
        if (!same.isEmpty()) {
            Turn first = same.get(0);
            same.set(0, new Turn(first.messages(), first.tokens(), false, first.partial()));
        }
        return List.copyOf(same);
    }

    private void refuseWhileUnderway() {
        if (underway != null) {
            throw new IllegalStateException(
                    "the turn before is still under way; wait for it, cancel it or close its stream");
        }
    }
}
