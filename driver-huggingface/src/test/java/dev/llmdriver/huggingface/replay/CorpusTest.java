package dev.llmdriver.huggingface.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.Recording;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Nothing that could be replayed is left out unseen. */
class CorpusTest {
    /** OpenAI's older API: a text goes on, nobody talks. The driver does not speak it. */
    private static final String TEXT_COMPLETIONS = "/v1/completions";

    private static final int RECORDED_TEXT_COMPLETIONS = 6;
    private static final List<String> SIGNS_OF_CHAT = List.of("\"choices\"", "\"generated_text\"", "chat/completions");

    @Test
    void whatLooksLikeAnAnswerInWordsIsReplayed() {
        Set<String> replayed = Arrays.stream(Group.values())
                .flatMap(group -> group.cases().stream())
                .map(played -> played.recording().source())
                .collect(Collectors.toSet());
        List<Recording> leftOut = Corpus.all()
                .filter(recording -> !replayed.contains(recording.source()))
                .filter(recording -> SIGNS_OF_CHAT.stream().anyMatch((recording.path() + recording.body())::contains))
                .toList();
        assertThat(leftOut).extracting(Recording::path).containsOnly(TEXT_COMPLETIONS);
        assertThat(leftOut).hasSize(RECORDED_TEXT_COMPLETIONS);
    }
}
