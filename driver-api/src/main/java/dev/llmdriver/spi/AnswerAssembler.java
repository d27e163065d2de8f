package dev.llmdriver.spi;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.internal.PublishedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins a stream's events to the message they make up. One thread adds, any thread may look at what there is so far; no lock is
 * taken. Unfinished tool calls are not part of the message.
 */
public final class AnswerAssembler {
    private static final Slot[] EMPTY = {};

    private volatile Slot[] slots = EMPTY;
    private volatile Map<Integer, ProviderData> attached = Map.of();

    private sealed interface Slot {
        int index();
    }

    private record TextSlot(int index, boolean reasoning, PublishedText text) implements Slot {}

    private record CallSlot(int index, ToolCall call) implements Slot {}

    /** Creates an assembler of an empty message. */
    public AnswerAssembler() {}

    /** Adds an event; those that carry no content change nothing. */
    public void add(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            text(delta.index(), false).append(delta.text());
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            text(delta.index(), true).append(delta.text());
        } else if (event instanceof ChatEvent.ToolCallReady ready) {
            addSlot(new CallSlot(ready.index(), ready.call()));
        }
    }

    /**
     * Attaches what the provider wants back to a part.
     *
     * @param index the part's place in the message
     * @param data the opaque data; the last one wins
     */
    public void attach(int index, ProviderData data) {
        Map<Integer, ProviderData> copy = new HashMap<>(attached);
        copy.put(index, data);
        attached = copy;
    }

    private PublishedText text(int index, boolean reasoning) {
        Slot[] current = slots;
        for (int i = current.length - 1; i >= 0; i--) {
            if (current[i] instanceof TextSlot slot && slot.index() == index && slot.reasoning() == reasoning) {
                return slot.text();
            }
        }
        TextSlot added = new TextSlot(index, reasoning, new PublishedText());
        addSlot(added);
        return added.text();
    }

    private void addSlot(Slot slot) {
        Slot[] current = slots;
        Slot[] copy = Arrays.copyOf(current, current.length + 1);
        copy[current.length] = slot;
        slots = copy;
    }

    /** {@return the message so far, its parts in the order of their indexes} */
    public Message message() {
        List<Slot> ordered = new ArrayList<>(List.of(slots));
        ordered.sort(Comparator.comparingInt(Slot::index));
        return Message.builder(Role.ASSISTANT)
                .parts(ordered.stream().map(this::part).toList())
                .build();
    }

    /** {@return what there is so far, for an error} */
    public PartialAnswer partial() {
        return PartialAnswer.of(message());
    }

    /** {@return whether nothing has come yet} */
    public boolean isEmpty() {
        return slots.length == 0;
    }

    private Part part(Slot slot) {
        ProviderData data = attached.get(slot.index());
        if (slot instanceof CallSlot call) {
            return data == null ? call.call() : call.call().withProviderData(data);
        }
        TextSlot text = (TextSlot) slot;
        String joined = text.text().toString();
        if (text.reasoning()) {
            return data == null ? Reasoning.of(joined) : Reasoning.of(joined).withProviderData(data);
        }
        return data == null ? Text.of(joined) : Text.of(joined).withProviderData(data);
    }
}
