package dev.llmdriver.huggingface.internal.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.http.EventLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a text is reasoning, told as soon as it is sure. */
class ThinkSplitterTest {
    private final EventLog log = new EventLog();

    @Test
    void tagsSplitAnywhere_areTakenAway() {
        ThinkSplitter think = splitter(ThinkMode.TAGS);
        assertThat(feed(think, " ")).isEmpty();
        assertThat(feed(think, "\n<thi")).isEmpty();
        assertThat(feed(think, "nk>a")).containsExactly("attach 0 {\"field\":\"think\"}", "reasoning 0 a");
        assertThat(feed(think, "b</")).containsExactly("reasoning 0 b");
        assertThat(feed(think, "th")).isEmpty();
        assertThat(feed(think, "e</think")).containsExactly("reasoning 0 </the");
        assertThat(feed(think, "> c")).containsExactly("text 1  c");
        assertThat(feed(think, "<think>d</think>")).containsExactly("text 1 <think>d</think>");
        assertThat(end(think)).isEmpty();
        assertThat(think.sawLoneCloser()).isFalse();
    }

    @Test
    void emptyThought_isNone() {
        ThinkSplitter think = splitter(ThinkMode.TAGS);
        assertThat(feed(think, "<think></think>a")).containsExactly("text 0 a");
        assertThat(think.sawLoneCloser()).isFalse();
    }

    @Test
    void anotherBeginning_isTextAtOnce() {
        ThinkSplitter think = splitter(ThinkMode.TAGS);
        assertThat(feed(think, " <th")).isEmpty();
        assertThat(feed(think, "ing")).containsExactly("text 0  <thing");
        assertThat(feed(think, "!")).containsExactly("text 0 !");
    }

    @Test
    void blanks_areHeldBackUpTo256() {
        ThinkSplitter think = splitter(ThinkMode.TAGS);
        assertThat(feed(think, " ".repeat(256))).isEmpty();
        assertThat(feed(think, "<")).containsExactly("text 0 " + " ".repeat(256) + "<");
        think = splitter(ThinkMode.TAGS);
        assertThat(feed(think, " ".repeat(249) + "<think")).isEmpty();
        assertThat(feed(think, ">a")).contains("reasoning 0 a");
        think = splitter(ThinkMode.TAGS);
        assertThat(feed(think, " ".repeat(250) + "<think")).isEmpty();
        think = splitter(ThinkMode.TAGS);
        assertThat(feed(think, " ".repeat(257))).containsExactly("text 0 " + " ".repeat(257));
    }

    @ParameterizedTest
    @CsvSource({
        "<think>a</thi,   reasoning 0 </thi",
        "<think>a,        ''",
        "<thi,            text 0 <thi",
        "a,               ''",
    })
    void end_passesOnWhatWasHeldBack(String text, String held) {
        ThinkSplitter think = splitter(ThinkMode.TAGS);
        feed(think, text);
        assertThat(end(think)).isEqualTo(held.isEmpty() ? List.of() : List.of(held));
    }

    @Test
    void openMode_beginsInside() {
        ThinkSplitter think = splitter(ThinkMode.OPEN);
        assertThat(feed(think, " ")).isEmpty();
        assertThat(feed(think, "a</think>b")).contains("reasoning 0  a", "text 1 b");
        assertThat(think.sawLoneCloser()).isFalse();
        assertThat(feed(splitter(ThinkMode.OPEN), "<think>a")).contains("reasoning 0 a");
    }

    @Test
    void offMode_leavesTheTextAlone() {
        ThinkSplitter think = splitter(ThinkMode.OFF);
        assertThat(feed(think, "<think>a</think>b")).containsExactly("text 0 <think>a</think>b");
        assertThat(think.sawLoneCloser()).isFalse();
        assertThat(end(think)).isEmpty();
    }

    @Test
    void fieldOfItsOwn_leavesTheTextAlone() {
        ThinkSplitter think = splitter(ThinkMode.TAGS);
        feed(think, "<thi");
        think.reasoningHasItsOwnField(log);
        assertThat(log.take()).containsExactly("text 0 <thi");
        assertThat(feed(think, "nk>a</think>")).containsExactly("text 0 nk>a</think>");
        assertThat(think.sawLoneCloser()).isFalse();
    }

    @Test
    void fieldOfItsOwn_doesNotEndAThought() {
        ThinkSplitter think = splitter(ThinkMode.TAGS);
        feed(think, "<think>a</th");
        think.reasoningHasItsOwnField(log);
        assertThat(log.take()).isEmpty();
        assertThat(feed(think, "ink>b")).containsExactly("text 1 b");
    }

    @ParameterizedTest
    @CsvSource({
        "a</think>b, true",
        "a</thi|nk>, true",
        "a<</think>, true",
        "a</think, false",
        "a</th</think>, true",
        "a</thi|x|nk>, false",
        "a/think>, false",
        "a</think>|</think, true",
    })
    void loneCloser_isSeen(String pieces, boolean seen) {
        ThinkSplitter think = splitter(ThinkMode.TAGS);
        for (String piece : pieces.split("\\|")) {
            assertThat(feed(think, piece)).containsExactly("text 0 " + piece);
        }
        assertThat(think.sawLoneCloser()).isEqualTo(seen);
    }

    private static ThinkSplitter splitter(ThinkMode mode) {
        return new ThinkSplitter(mode, new AnswerParts("m"));
    }

    private List<String> feed(ThinkSplitter think, String text) {
        think.text(text, log);
        return log.take();
    }

    private List<String> end(ThinkSplitter think) {
        think.end(log);
        return log.take();
    }
}
