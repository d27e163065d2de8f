package dev.llmdriver.fuzz;

import dev.llmdriver.ChatEvent;
import java.util.Map;
import java.util.TreeMap;

/** The deltas of each part, joined without the code that joins them in the product. */
final class Joined {
    /** What came of a part. */
    static final class Part {
        final String kind;
        final StringBuilder text = new StringBuilder();
        String name = "";
        int ready;

        Part(String kind) {
            this.kind = kind;
        }

        @Override
        public String toString() {
            return kind + " " + name + " " + ready + " " + text;
        }
    }

    private final Map<Integer, Part> parts = new TreeMap<>();
    private final StringBuilder others = new StringBuilder();

    void add(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            part(delta.index(), "text").text.append(delta.text());
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            part(delta.index(), "reasoning").text.append(delta.text());
        } else if (event instanceof ChatEvent.ToolCallDelta delta) {
            Part part = part(delta.index(), "call");
            part.name = part.name.isEmpty() ? delta.name() : part.name;
            part.text.append(delta.arguments());
        } else if (event instanceof ChatEvent.ToolCallReady ready) {
            part(ready.index(), "call").ready++;
        } else if (event instanceof ChatEvent.Other other) {
            others.append(other.type()).append(' ').append(other.json()).append('\n');
        } else {
            throw new AssertionError("a decoder must not make " + event);
        }
    }

    private Part part(int index, String kind) {
        Part part = parts.computeIfAbsent(index, number -> new Part(kind));
        if (!part.kind.equals(kind)) {
            throw new AssertionError("part " + index + " is " + part.kind + " and " + kind);
        }
        return part;
    }

    Map<Integer, Part> parts() {
        return parts;
    }

    @Override
    public String toString() {
        return parts + "\n" + others;
    }
}
