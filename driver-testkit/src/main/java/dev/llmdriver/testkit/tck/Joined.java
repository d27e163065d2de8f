package dev.llmdriver.testkit.tck;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Joins the deltas of a stream, and spells parts so that those of two answers can be compared. */
final class Joined {
    private Joined() {}

    /** {@return what the deltas say, by the index of their part} */
    static Map<Integer, String> deltas(List<ChatEvent> events) {
        Map<Integer, String> joined = new TreeMap<>();
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.TextDelta delta) {
                joined.merge(delta.index(), "text:" + delta.text(), (before, more) -> before + delta.text());
            } else if (event instanceof ChatEvent.ReasoningDelta delta) {
                joined.merge(delta.index(), "reasoning:" + delta.text(), (before, more) -> before + delta.text());
            } else if (event instanceof ChatEvent.ToolCallReady ready) {
                joined.put(ready.index(), spell(ready.call()));
            }
        }
        return joined;
    }

    /** {@return what the parts of a message say, by their index} */
    static Map<Integer, String> parts(Message message) {
        Map<Integer, String> spelled = new TreeMap<>();
        for (int i = 0; i < message.parts().size(); i++) {
            spelled.put(i, spell(message.parts().get(i)));
        }
        return spelled;
    }

    /** The ids of calls are left out, for a driver may have made them up. */
    private static String spell(Part part) {
        if (part instanceof Text text) {
            return "text:" + text.text();
        }
        if (part instanceof Reasoning reasoning) {
            return "reasoning:" + reasoning.text();
        }
        if (part instanceof ToolCall call) {
            return "call:" + call.name() + call.arguments();
        }
        return part.toString();
    }

    /** {@return the index of the part that the event is a piece of; -1 if it is none} */
    static int index(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            return delta.index();
        }
        if (event instanceof ChatEvent.ReasoningDelta delta) {
            return delta.index();
        }
        if (event instanceof ChatEvent.ToolCallDelta delta) {
            return delta.index();
        }
        return event instanceof ChatEvent.ToolCallReady ready ? ready.index() : -1;
    }
}
