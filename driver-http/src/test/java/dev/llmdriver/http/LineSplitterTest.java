package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.http.internal.LineSplitter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines at their edges: empty pieces, marks, the bound, and the end. */
class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();
    private final AnswerCollector sink = new AnswerCollector();

    @Test
    void emptyPieceChangesNothing() {
        LineSplitter splitter = splitter(100);
        feed(splitter, "a\r");
        feed(splitter, "");
        feed(splitter, "\nb\n");
        feed(splitter, "c\r");
        feed(splitter, "d\n");
        assertThat(lines).containsExactly("a", "b", "c", "d");
    }

    @Test
    void endHandsOnWhatIsLeft_once() {
        LineSplitter splitter = splitter(100);
        feed(splitter, "a\nb");
        splitter.end();
        assertThat(splitter.next(sink)).isTrue();
        note(splitter);
        assertThat(lines).containsExactly("a", "b");
        assertThat(splitter.next(sink)).isFalse();
    }

    @Test
    void markIsDroppedAtTheBeginningAlone() {
        feed(splitter(100), "\uFEFFa\n\uFEFFb\n");
        assertThat(lines).containsExactly("a", "\uFEFFb");
        lines.clear();
        feed(splitter(100), "\uFEFF\na\n");
        assertThat(lines).containsExactly("", "a");
    }

    @Test
    void otherLettersAreNoMark() {
        for (String text : List.of("\uFEFE", "\uFE00", "\u00E9", "ab", "")) {
            lines.clear();
            feed(splitter(100), text + "\n");
            assertThat(lines).containsExactly(text);
        }
    }

    @Test
    void lineOfTheBoundIsTaken() {
        LineSplitter splitter = splitter(10);
        feed(splitter, "123456");
        feed(splitter, "7890");
        feed(splitter, "\n");
        feed(splitter, "1234567890\n");
        assertThat(lines).containsExactly("1234567890", "1234567890");
        assertThat(sink.isDone()).isFalse();
    }

    @Test
    void longerLineIsRefusedBeforeItEnds() {
        LineSplitter splitter = splitter(10);
        feed(splitter, "123456");
        feed(splitter, "78901");
        assertThat(sink.isDone()).isTrue();
        assertThat(lines).isEmpty();
    }

    @Test
    void longerLineIsNotHandedOn() {
        LineSplitter splitter = splitter(10);
        feed(splitter, "123456");
        feed(splitter, "78901\n");
        assertThat(sink.isDone()).isTrue();
        assertThat(lines).isEmpty();
    }

    @Test
    void onlyLineFeedAndCarriageReturnEndALine_whateverStandsWhere() {
        for (int character = 0; character <= 0xFF; character++) {
            for (int place = 1; place < 20; place++) {
                lines.clear();
                String text = "a".repeat(place) + (char) character + "b".repeat(20 - place);
                feed(splitter(100), text + "\n");
                assertThat(lines).containsExactly(text.split("[\r\n]"));
            }
        }
    }

    private LineSplitter splitter(int maxBytes) {
        return new LineSplitter(maxBytes);
    }

    private void feed(LineSplitter splitter, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        splitter.add(bytes, 0, bytes.length);
        while (splitter.next(sink)) {
            note(splitter);
        }
    }

    private void note(LineSplitter splitter) {
        lines.add(new String(splitter.line(), splitter.offset(), splitter.length(), StandardCharsets.UTF_8));
    }
}
