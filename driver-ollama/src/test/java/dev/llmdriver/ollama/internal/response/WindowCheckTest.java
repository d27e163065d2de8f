package dev.llmdriver.ollama.internal.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.FinishReason;
import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.Warning;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of a prompt that may have been cut: the wire page's section 11.5. */
class WindowCheckTest {
    private static final FinishReason STOP = new FinishReason(Kind.STOP, "stop");
    private static final FinishReason LENGTH = new FinishReason(Kind.LENGTH, "length");

    @Test
    void aPromptThatCannotFit_isToldOf_whateverWasCounted() {
        assertThat(told(new WindowCheck(40_000, true, 4096, 0), null, null, STOP))
                .contains("cannot fit the window of 4096");
        assertThat(told(new WindowCheck(40_000, true, 4096, 0), 3000L, 5L, STOP))
                .contains("cannot fit");
        assertThat(told(new WindowCheck(32_000, true, 4096, 0), 3000L, 5L, STOP))
                .contains("only 3000 tokens were read");
    }

    @Test
    void farFewerTokensThanText_areToldOf_wherePromptsMayBeCut() {
        assertThat(told(new WindowCheck(16_000, true, 0, 0), 1999L, 5L, STOP))
                .contains("only 1999 tokens were read of a prompt of 16000 characters")
                .contains("did not count what it had cached")
                .contains("options.num_ctx");
        assertThat(told(new WindowCheck(16_000, true, 0, 0), 2000L, 5L, STOP)).isEmpty();
        assertThat(told(new WindowCheck(16_000, true, 0, 0), null, 5L, STOP)).isEmpty();
        assertThat(told(new WindowCheck(4_000, true, 0, 0), 10L, 5L, STOP))
                .as("fits any window")
                .isEmpty();
    }

    @Test
    void aFullWindow_isToldOf() {
        assertThat(told(new WindowCheck(4000, true, 1000, 0), 951L, 5L, STOP)).contains("fill the window of 1000");
        assertThat(told(new WindowCheck(4000, true, 1000, 0), 949L, 5L, STOP)).isEmpty();
    }

    @Test
    void anAnswerThatTheWindowCut_isToldOf() {
        assertThat(told(new WindowCheck(40, false, 0, 100), 10L, 60L, LENGTH))
                .contains("ends after 60 of at most 100 tokens because the window was used up");
        assertThat(told(new WindowCheck(40, false, 0, 100), 10L, 100L, LENGTH)).isEmpty();
        assertThat(told(new WindowCheck(40, false, 0, 100), 10L, 60L, STOP)).isEmpty();
        assertThat(told(new WindowCheck(40, false, 0, 0), 10L, 60L, LENGTH)).isEmpty();
        assertThat(told(new WindowCheck(40, false, 0, 100), 10L, null, LENGTH)).isEmpty();
    }

    @Test
    void atTheVeryBound_nothingIsTold() {
        assertThat(told(new WindowCheck(32_768, true, 4096, 0), null, null, STOP))
                .as("may just fit")
                .isEmpty();
        assertThat(told(new WindowCheck(4096, true, 0, 0), 10L, 5L, STOP)).isEmpty();
        assertThat(told(new WindowCheck(4098, true, 0, 0), 10L, 5L, STOP)).contains("only 10 tokens");
        assertThat(told(new WindowCheck(9000, true, 8000, 0), 10L, 5L, STOP)).isEmpty();
        assertThat(told(new WindowCheck(40, true, 0, 0), 10L, 5L, STOP)).isEmpty();
        assertThat(told(new WindowCheck(4000, true, 1000, 0), 950L, 5L, STOP)).contains("fill the window");
        assertThat(told(new WindowCheck(16_000, true, 0, 0), 0L, 0L, LENGTH)).isEmpty();
        assertThat(told(new WindowCheck(40, false, 0, 100), 10L, 0L, LENGTH)).isEmpty();
        assertThat(told(new WindowCheck(40, false, 0, 100), 10L, 1L, LENGTH)).contains("ends after 1");
    }

    @Test
    void whatCannotBeCut_isNotToldOf() {
        assertThat(told(new WindowCheck(400_000, false, 4096, 0), 4096L, 5L, STOP))
                .isEmpty();
    }

    private static String told(WindowCheck check, @Nullable Long read, @Nullable Long written, FinishReason finish) {
        return check.warnings(read, written, finish).stream()
                .map(Warning::message)
                .reduce("", String::concat);
    }
}
