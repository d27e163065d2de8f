package dev.llmdriver.testkit.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Part;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Watches one stream's events and notes what breaks the rules S3, S4, S6, S7 and S8 of the contract. Not thread-safe. */
public final class EventOrder {
    private final List<String> faults = new ArrayList<>();
    private final Map<Integer, StringBuilder> texts = new LinkedHashMap<>();
    private final Map<Integer, StringBuilder> thoughts = new LinkedHashMap<>();
    private final Map<Integer, StringBuilder> arguments = new LinkedHashMap<>();
    private final Map<Integer, ToolCall> calls = new HashMap<>();
    private int lastIndex = -1;
    private boolean started;
    private boolean content;
    private boolean finished;

    /** {@return what is wrong with these events of a stream that went on to its end} */
    public static List<String> faultsOf(List<ChatEvent> events) {
        EventOrder order = new EventOrder();
        events.forEach(order::add);
        if (!order.finished) {
            order.fault("S3", "the stream ended without Finished");
        }
        return order.faults;
    }

    /** {@return what is wrong with these events, which need not be all} */
    public static List<String> faultsSoFar(List<ChatEvent> events) {
        EventOrder order = new EventOrder();
        events.forEach(order::add);
        return order.faults;
    }

    private void add(ChatEvent event) {
        if (finished) {
            fault("S3", event + " came after Finished");
        }
        if (event instanceof ChatEvent.Waiting || event instanceof ChatEvent.Started) {
            before(event);
        } else if (event instanceof ChatEvent.TextDelta delta) {
            piece(texts, delta.index(), delta.text(), true, event);
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            piece(thoughts, delta.index(), delta.text(), true, event);
        } else if (event instanceof ChatEvent.ToolCallDelta delta) {
            call(delta);
        } else if (event instanceof ChatEvent.ToolCallReady ready) {
            ready(ready);
        } else if (event instanceof ChatEvent.Finished end) {
            finished(end.response());
        }
    }

    private void before(ChatEvent event) {
        if (content) {
            fault("S4", event + " came after content");
        }
        started |= event instanceof ChatEvent.Started;
    }

    private void call(ChatEvent.ToolCallDelta delta) {
        boolean goesOn = arguments.containsKey(delta.index());
        if (delta.name().isEmpty() != goesOn) {
            fault("S8", delta + ": the first delta of a call bears its name, and no other one");
        }
        piece(arguments, delta.index(), delta.arguments(), goesOn, delta);
    }

    private void ready(ChatEvent.ToolCallReady ready) {
        begin(ready.index(), arguments.containsKey(ready.index()), ready);
        if (calls.put(ready.index(), ready.call()) != null) {
            fault("S8", "a second " + ready);
        }
    }

    private void piece(
            Map<Integer, StringBuilder> pieces, int index, String piece, boolean nothingElse, ChatEvent event) {
        begin(index, pieces.containsKey(index), event);
        if (piece.isEmpty() && nothingElse) {
            fault("S7", event + " is empty");
        }
        pieces.computeIfAbsent(index, i -> new StringBuilder()).append(piece);
    }

    private void begin(int index, boolean goesOn, ChatEvent event) {
        content = true;
        if (!started) {
            fault("S4", event + " came before Started");
        }
        if (!goesOn && index <= lastIndex) {
            fault("S7", event + " begins part " + index + " after part " + lastIndex);
        }
        lastIndex = Math.max(lastIndex, index);
    }

    private void finished(ChatResponse response) {
        finished = true;
        if (!started) {
            fault("S4", "Finished came before Started");
        }
        List<Part> parts = response.message().parts();
        for (int i = 0; i < parts.size(); i++) {
            compare(i, parts.get(i));
        }
        texts.keySet().stream().filter(i -> i >= parts.size()).forEach(this::noPart);
        thoughts.keySet().stream().filter(i -> i >= parts.size()).forEach(this::noPart);
        calls.keySet().stream().filter(i -> i >= parts.size()).forEach(this::noPart);
    }

    private void compare(int index, Part part) {
        if (part instanceof Text text) {
            same("S6", index, "text", text.text(), joined(texts, index));
        } else if (part instanceof Reasoning reasoning) {
            same("S6", index, "reasoning", reasoning.text(), joined(thoughts, index));
        } else if (part instanceof ToolCall call) {
            same("S8", index, "call", call, calls.getOrDefault(index, ToolCall.of("", "", "")));
            if (arguments.containsKey(index)) {
                same("S8", index, "arguments", call.arguments(), joined(arguments, index));
            }
        }
    }

    private void same(String rule, int index, String what, Object inAnswer, Object inDeltas) {
        if (!inAnswer.equals(inDeltas)) {
            fault(
                    rule,
                    "the " + what + " of part " + index + " is " + inAnswer + " in the answer, but " + inDeltas
                            + " in the stream");
        }
    }

    private void noPart(int index) {
        fault("S7", "the answer has no part " + index + ", of which there were deltas");
    }

    private static String joined(Map<Integer, StringBuilder> pieces, int index) {
        return pieces.getOrDefault(index, new StringBuilder()).toString();
    }

    private void fault(String rule, String what) {
        faults.add(rule + ": " + what);
    }
}
