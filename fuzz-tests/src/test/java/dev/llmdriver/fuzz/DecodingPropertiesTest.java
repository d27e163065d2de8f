package dev.llmdriver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.FinishReason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every answer, not only for those that somebody thought of. Texts are of all characters, lone surrogates apart. */
class DecodingPropertiesTest {
    @Provide
    Arbitrary<String> text() {
        Arbitrary<Integer> points = Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
        return points.list().ofMaxSize(12).map(list -> {
            StringBuilder text = new StringBuilder();
            list.forEach(text::appendCodePoint);
            return text.toString();
        });
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return text().list().ofMaxSize(5);
    }

    /** The text is the texts one after the other, however the bytes come; {@link Player} splits them. */
    @Property(seed = "20260202")
    void theAnswer_isWhatWasSent_howeverItIsSplit(
            @ForAll Answers answers, @ForAll("texts") List<String> texts, @ForAll int split) throws IOException {
        Outcome outcome = answers.play(answers.body(answers.events(texts, "stop")), split);
        assertThat(outcome.response()).isNotNull();
        assertThat(outcome.response().text()).isEqualTo(String.join("", texts));
        assertThat(outcome.response().usage().orElseThrow().input()).hasValue(1);
    }

    @Property(seed = "20260203")
    void unknownFields_changeNothing(@ForAll Answers answers, @ForAll("texts") List<String> texts, @ForAll long where)
            throws IOException {
        List<String> events = answers.events(texts, "stop");
        List<String> tomorrow = new java.util.ArrayList<>();
        for (String event : events) {
            tomorrow.add(Answers.withUnknownFields(event, where));
        }
        Outcome plain = answers.play(answers.body(events), 1);
        Outcome changed = answers.play(answers.body(tomorrow), 1);
        assertThat(changed.response()).isNotNull();
        assertThat(changed.response().text()).isEqualTo(plain.response().text());
        assertThat(changed.response().usage()).isEqualTo(plain.response().usage());
    }

    @Property(seed = "20260204")
    void unknownFinishReasons_areOther_andKeepTheWord(@ForAll Answers answers, @ForAll("text") String word)
            throws IOException {
        Outcome outcome = answers.play(answers.body(answers.events(List.of("a"), "tomorrow" + word)), 1);
        assertThat(outcome.response()).isNotNull();
        FinishReason reason = outcome.response().finishReason();
        assertThat(reason.kind()).isEqualTo(FinishReason.Kind.OTHER);
        assertThat(reason.raw()).isEqualTo("tomorrow" + word);
    }

    /** An answer that is cut anywhere before its last event is never a success. */
    @Property(seed = "20260205")
    void aCutAnswer_isNoAnswer(@ForAll Answers answers, @ForAll("texts") List<String> texts, @ForAll int cut)
            throws IOException {
        List<String> events = answers.events(texts, "stop");
        int before = answers.body(events.subList(0, events.size() - 1)).length;
        byte[] body = Arrays.copyOf(answers.body(events), Math.floorMod(cut, before + 1));
        Outcome outcome = answers.play(body, 1);
        assertThat(outcome.response()).isNull();
    }
}
