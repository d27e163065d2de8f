package dev.llmdriver.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PublishedTextTest {
    private static final List<String> PIECES = List.of(
            "",
            "a",
            " token",
            "é",
            "\u00ff",
            "\u0100",
            "漢字",
            "😀",
            "a long piece of text, longer than the smallest room there is, by far");

    /** Whatever comes first, and wherever the first character beyond Latin-1 stands. */
    @Test
    void itIsWhatWasAppended() {
        Random random = new Random(3);
        for (int run = 0; run < 2_000; run++) {
            PublishedText text = new PublishedText();
            StringBuilder expected = new StringBuilder();
            int kinds = 1 + random.nextInt(PIECES.size());
            for (int i = 0; i < random.nextInt(40); i++) {
                String piece = PIECES.get(random.nextInt(kinds));
                text.append(piece);
                expected.append(piece);
                assertThat(text.toString()).isEqualTo(expected.toString());
            }
        }
    }

    @Test
    void aSinglePieceIsNotCopied() {
        String piece = "whole";
        PublishedText text = new PublishedText();
        text.append(piece);
        assertThat(text.toString()).isSameAs(piece);
    }

    /** However it grows, and however often the snapshots are read: those of each length stay what they were. */
    @Test
    void whatCameSoFarDoesNotGrow() {
        Random random = new Random(4);
        for (int run = 0; run < 500; run++) {
            PublishedText text = new PublishedText();
            List<Supplier<String>> snapshots = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < random.nextInt(40); i++) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
                snapshots.add(text.soFar());
                expected.add(text.toString());
            }
            assertThat(snapshots).extracting(Supplier::get).isEqualTo(expected);
        }
    }

    @Test
    void onlyASinglePieceIsWhole() {
        PublishedText text = new PublishedText();
        assertThat(text.whole()).isEmpty();
        text.append("one");
        assertThat(text.whole()).isEqualTo("one");
        text.append("two");
        assertThat(text.whole()).isNull();
        assertThat(text).hasToString("onetwo");
    }
}
