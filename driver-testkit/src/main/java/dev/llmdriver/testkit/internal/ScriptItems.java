package dev.llmdriver.testkit.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ModelRef;
import dev.llmdriver.ToolCall;
import dev.llmdriver.testkit.internal.AnswerScript.Step;
import java.util.ArrayDeque;
import java.util.Deque;

/** Turns the steps of a script into events: pieces of one kind in a row are one part, and Started stands before the first. */
final class ScriptItems {
    private final Deque<Object> items = new ArrayDeque<>();
    private final ModelRef ref;
    private int index = -1;
    private Class<?> kind = Object.class;
    private boolean started;

    private ScriptItems(ModelRef ref) {
        this.ref = ref;
    }

    /** {@return events, and pauses between them} */
    static Deque<Object> of(AnswerScript script, ModelRef ref) {
        ScriptItems items = new ScriptItems(ref);
        script.steps().forEach(items::add);
        if (script.failure() == null) {
            items.start();
        }
        return items.items;
    }

    private void add(Step step) {
        if (step instanceof Step.Pause) {
            items.add(step);
        } else if (step instanceof Step.Tell tell) {
            items.add(tell);
        } else {
            start();
            content(step);
        }
    }

    private void content(Step step) {
        if (step.getClass() != kind || step instanceof Step.Call) {
            kind = step.getClass();
            index++;
        }
        if (step instanceof Step.Say say) {
            items.add(new ChatEvent.TextDelta(index, say.text()));
        } else if (step instanceof Step.Think think) {
            items.add(new ChatEvent.ReasoningDelta(index, think.text()));
        } else if (step instanceof Step.Call called) {
            ToolCall call = called.call();
            items.add(new ChatEvent.ToolCallDelta(index, call.name(), call.arguments()));
            items.add(new ChatEvent.ToolCallReady(index, call));
        }
    }

    private void start() {
        if (!started) {
            started = true;
            items.add(new ChatEvent.Started(ref));
        }
    }
}
