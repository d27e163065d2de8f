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
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Joins a stream's events to the message they make up. One thread adds, any thread may look at what there is so far; no lock is
 * taken. Unfinished tool calls are not part of the message.
 */
public final class AnswerAssembler implements AnswerSoFar {
    /** Those up to the count never change; the array is replaced by a larger one when it is full. */
    private volatile Slot[] slots = new Slot[2];

    private volatile int count;
    /** What most answers have not; made by the thread that adds. */
    private volatile Map<Integer, ProviderData> attached = Map.of();

    // Of the thread that adds alone. A text that goes on is the last one, most often; a new one's index is higher than
    // all before.
    private @Nullable TextSlot last;
    private int highest = -1;

    private sealed interface Slot {
        int index();
    }

    private record TextSlot(int index, boolean reasoning, PublishedText text) implements Slot {
        boolean is(int otherIndex, boolean otherReasoning) {
            return index == otherIndex && reasoning == otherReasoning;
        }
    }

    private record CallSlot(int index, ToolCall call) implements Slot {}

    /** Creates an assembler of an empty message. */
    public AnswerAssembler() {}

    /** {@inheritDoc} Those that carry no content change nothing. */
    @Override
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
        if (attached.isEmpty()) {
            attached = new ConcurrentHashMap<>();
        }
        attached.put(index, data);
    }

    private PublishedText text(int index, boolean reasoning) {
        TextSlot slot = last;
        if (slot == null || !slot.is(index, reasoning)) {
            slot = index > highest ? null : find(index, reasoning);
            slot = slot == null ? begin(index, reasoning) : slot;
            last = slot;
        }
        return slot.text();
    }

    private @Nullable TextSlot find(int index, boolean reasoning) {
        for (int i = count - 1; i >= 0; i--) {
            if (slots[i] instanceof TextSlot text && text.is(index, reasoning)) {
                return text;
            }
        }
        return null;
    }

    private TextSlot begin(int index, boolean reasoning) {
        TextSlot added = new TextSlot(index, reasoning, new PublishedText());
        highest = Math.max(highest, index);
        addSlot(added);
        return added;
    }

    private void addSlot(Slot slot) {
        int used = count;
        if (used == slots.length) {
            slots = Arrays.copyOf(slots, 2 * used);
        }
        slots[used] = slot;
        count = used + 1; // whoever sees it sees the slot
    }

    /** {@return the message so far, its parts in the order of their indexes} */
    public Message message() {
        int used = count; // read before the array, which may only have grown since
        Slot[] ordered = Arrays.copyOf(slots, used);
        Arrays.sort(ordered, (one, other) -> Integer.compare(one.index(), other.index()));
        Message.Builder message = Message.builder(Role.ASSISTANT);
        for (Slot slot : ordered) {
            message.part(part(slot));
        }
        return message.build();
    }

    @Override
    public PartialAnswer soFar() {
        return PartialAnswer.of(message());
    }

    /** {@return whether nothing has come yet} */
    public boolean isEmpty() {
        return count == 0;
    }

    private Part part(Slot slot) {
        ProviderData data = attached.get(slot.index());
        if (slot instanceof CallSlot call) {
            return data == null ? call.call() : call.call().withProviderData(data);
        }
        return part((TextSlot) slot, data);
    }

    /** Joined only if somebody asks: a thousand streams that end at once would copy all they have said. */
    private static Part part(TextSlot slot, @Nullable ProviderData data) {
        String whole = slot.text().whole();
        if (slot.reasoning()) {
            Reasoning part = whole == null ? Reasoning.of(slot.text().soFar()) : Reasoning.of(whole);
            return data == null ? part : part.withProviderData(data);
        }
        Text part = whole == null ? Text.of(slot.text().soFar()) : Text.of(whole);
        return data == null ? part : part.withProviderData(data);
    }
}
