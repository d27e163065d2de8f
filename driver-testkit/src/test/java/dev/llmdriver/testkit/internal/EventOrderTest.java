package dev.llmdriver.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatEvent.ReasoningDelta;
import dev.llmdriver.ChatEvent.Started;
import dev.llmdriver.ChatEvent.TextDelta;
import dev.llmdriver.ChatEvent.ToolCallDelta;
import dev.llmdriver.ChatEvent.ToolCallReady;
import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.ChatEvent.Waiting;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Part;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventOrderTest {
    private static final ModelRef MODEL = new ModelRef("fake", "model");
    private static final Started STARTED = new Started(MODEL);
    private static final Waiting WAITING = Waiting.of(WaitReason.BACKOFF, Duration.ZERO);
    private static final ToolCall CALL = ToolCall.of("1", "f", "{}");

    @Test
    void aStreamInOrderHasNoFault() {
        assertThat(faults(
                        WAITING,
                        STARTED,
                        WAITING,
                        STARTED,
                        new ReasoningDelta(0, "h"),
                        new ReasoningDelta(0, "m"),
                        new ChatEvent.Other("x", "{}"),
                        new TextDelta(1, "a"),
                        new ToolCallDelta(2, "f", ""),
                        new ToolCallDelta(2, "", "{}"),
                        new ToolCallReady(2, CALL),
                        finished(Reasoning.of("hm"), Text.of("a"), CALL)))
                .isEmpty();
        assertThat(faults(STARTED, new ToolCallReady(0, CALL), finished(CALL)))
                .as("no deltas at all")
                .isEmpty();
        assertThat(faults(STARTED, finished(Text.of("")))).as("an empty part").isEmpty();
    }

    @Test
    void s3() {
        assertFault("S3", STARTED, new TextDelta(0, "a"));
        assertFault("S3", STARTED, finished(), finished());
        assertThat(EventOrder.faultsSoFar(List.of(STARTED, new TextDelta(0, "a"))))
                .as("a stream that goes on")
                .isEmpty();
    }

    @Test
    void s4() {
        assertFault("S4", new TextDelta(0, "a"), finished(Text.of("a")));
        assertFault("S4", STARTED, new TextDelta(0, "a"), STARTED, finished(Text.of("a")));
        assertFault("S4", STARTED, new TextDelta(0, "a"), WAITING, finished(Text.of("a")));
        assertFault("S4", finished());
    }

    @Test
    void s6() {
        assertFault("S6", STARTED, new TextDelta(0, "a"), finished(Text.of("ab")));
        assertFault("S6", STARTED, finished(Text.of("a")));
        assertFault("S6", STARTED, new TextDelta(0, "a"), finished(Reasoning.of("a")));
    }

    @Test
    void s7() {
        assertFault("S7", STARTED, new TextDelta(0, ""), finished(Text.of("")));
        assertFault("S7", STARTED, new TextDelta(0, "a"), new TextDelta(1, "b"), finished(Text.of("a")));
        assertFault(
                "S7",
                STARTED,
                new TextDelta(1, "b"),
                new ReasoningDelta(0, "a"),
                finished(Reasoning.of("a"), Text.of("b")));
        assertFault("S7", STARTED, new ToolCallDelta(0, "f", ""), new ToolCallDelta(0, "", ""), finished(CALL));
    }

    @Test
    void s8() {
        assertFault("S8", STARTED, new ToolCallDelta(0, "f", "{}"), finished(CALL));
        assertFault("S8", STARTED, new ToolCallReady(0, CALL), new ToolCallReady(0, CALL), finished(CALL));
        assertFault("S8", STARTED, new ToolCallDelta(0, "f", "{"), new ToolCallReady(0, CALL), finished(CALL));
        assertFault("S8", STARTED, new ToolCallDelta(0, "", "{}"), new ToolCallReady(0, CALL), finished(CALL));
    }

    private static void assertFault(String rule, ChatEvent... events) {
        assertThat(faults(events)).anyMatch(fault -> fault.startsWith(rule + ": "));
    }

    private static List<String> faults(ChatEvent... events) {
        return EventOrder.faultsOf(Arrays.asList(events));
    }

    private static ChatEvent finished(Part... parts) {
        return new ChatEvent.Finished(ChatResponse.builder(
                        MODEL, Message.of(Role.ASSISTANT, parts), new FinishReason(FinishReason.Kind.STOP, ""))
                .build());
    }
}
