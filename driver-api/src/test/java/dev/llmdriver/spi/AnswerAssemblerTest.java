package dev.llmdriver.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.testing.Threads;
import dev.llmdriver.testing.Threads.Task;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AnswerAssemblerTest {
    private final AnswerAssembler answer = new AnswerAssembler();

    @Test
    void deltasJoinToPartsInTheOrderOfTheirIndexes() {
        ToolCall call = ToolCall.of("1", "weather", "{}");
        answer.add(new ChatEvent.Started(new ModelRef("fake", "model")));
        answer.add(new ChatEvent.TextDelta(1, "Hal"));
        answer.add(new ChatEvent.ReasoningDelta(0, "h"));
        answer.add(new ChatEvent.ToolCallDelta(2, "weather", "{}"));
        answer.add(new ChatEvent.TextDelta(1, "lo"));
        answer.add(new ChatEvent.ReasoningDelta(0, "m"));
        answer.add(new ChatEvent.ToolCallReady(2, call));

        assertThat(answer.message()).isEqualTo(Message.of(Role.ASSISTANT, Reasoning.of("hm"), Text.of("Hallo"), call));
        assertThat(answer.soFar().text()).isEqualTo("Hallo");
    }

    /** Whichever part a piece belongs to, old or new, text or reasoning, with calls between them. */
    @Test
    void aPieceFindsItsPartAmongMany() {
        int parts = 300;
        for (int i = 0; i < parts; i += 3) {
            answer.add(new ChatEvent.TextDelta(i, "t" + i));
            answer.add(new ChatEvent.ToolCallReady(i + 1, ToolCall.of("c" + i, "weather", "{}")));
            answer.add(new ChatEvent.ReasoningDelta(i + 2, "r" + i));
        }
        answer.add(new ChatEvent.TextDelta(0, "!"));
        answer.add(new ChatEvent.ReasoningDelta(2, "?"));
        answer.add(new ChatEvent.ReasoningDelta(2, "?"));
        answer.add(new ChatEvent.TextDelta(297, "!"));

        assertThat(answer.message().parts())
                .hasSize(parts)
                .contains(Text.of("t0!"), Reasoning.of("r0??"), Text.of("t297!"));
    }

    @Test
    void aTextAndAReasoningOfOneIndexAreTwoParts() {
        answer.add(new ChatEvent.TextDelta(0, "t"));
        answer.add(new ChatEvent.ReasoningDelta(0, "r"));
        answer.add(new ChatEvent.TextDelta(0, "t"));

        assertThat(answer.message().parts()).containsExactly(Text.of("tt"), Reasoning.of("r"));
    }

    @Test
    void anUnfinishedToolCallIsNoPart() {
        answer.add(new ChatEvent.ToolCallDelta(0, "weather", "{\"ci"));

        assertThat(answer.isEmpty()).isTrue();
        assertThat(answer.message().parts()).isEmpty();
    }

    @Test
    void whatTheProviderWantsBackStaysWithItsPart() {
        ProviderData data = new ProviderData("fake", "model", "{}");
        answer.add(new ChatEvent.ReasoningDelta(0, "hm"));
        answer.add(new ChatEvent.TextDelta(1, "Hi"));
        answer.add(new ChatEvent.ToolCallReady(2, ToolCall.of("1", "weather", "{}")));
        answer.attach(0, data);
        answer.attach(2, data);

        assertThat(answer.message().parts())
                .extracting(part -> part.providerData().isPresent())
                .containsExactly(true, false, true);
    }

    @Test
    void aLongTextGrowsWithoutLoss() {
        for (int i = 0; i < 1000; i++) {
            answer.add(new ChatEvent.TextDelta(0, "ä" + i + ";"));
        }

        assertThat(answer.message().text())
                .startsWith("ä0;ä1;")
                .endsWith("ä999;")
                .contains("ä500;");
    }

    /** Texts are joined late, and what comes after somebody looked is not what had come. */
    @Test
    void whatHadComeStaysWhatItWas() {
        answer.add(new ChatEvent.ReasoningDelta(0, "h"));
        answer.add(new ChatEvent.ReasoningDelta(0, "m"));
        answer.add(new ChatEvent.TextDelta(1, "Hal"));
        answer.add(new ChatEvent.TextDelta(1, "lo"));
        Message before = answer.message();
        answer.add(new ChatEvent.ReasoningDelta(0, "?"));
        answer.add(new ChatEvent.TextDelta(1, "!"));

        assertThat(before.text()).isEqualTo("Hallo");
        assertThat(before.reasoning()).isEqualTo("hm");
        assertThat(answer.message().text()).isEqualTo("Hallo!");
    }

    @Test
    void anybodyMayLookWhileOneAdds() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Task<Integer> looking = Threads.start(() -> {
            int looks = 0;
            int length = 0;
            while (!done.get() || looks == 0) {
                String seen = answer.soFar().text();
                assertThat(seen.length()).isGreaterThanOrEqualTo(length);
                assertThat(seen.chars().allMatch(each -> each == 'x')).isTrue();
                length = seen.length();
                looks++;
            }
            return looks;
        });
        for (int i = 0; i < 20_000; i++) {
            answer.add(new ChatEvent.TextDelta(0, "xxx"));
        }
        done.set(true);

        assertThat(looking.get()).isPositive();
        assertThat(answer.message().text()).hasSize(60_000);
    }
}
