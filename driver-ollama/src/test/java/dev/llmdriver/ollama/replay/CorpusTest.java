package dev.llmdriver.ollama.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.replay.Outcome.Answer;
import dev.llmdriver.testkit.replay.ReplayCase;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Nothing that could be replayed is left out unseen, and what is replayed has everything in it. */
class CorpusTest {
    /** Calls that the driver does not make: a text goes on, or the older form of embeddings. */
    private static final Set<String> NOT_SPOKEN = Set.of("/api/generate", "/api/embeddings");

    private static final int RECORDED_BUT_NOT_SPOKEN = 15;
    private static final int BODIES_IN_ANOTHER_FORM = 2;

    @Test
    void whatIsNotReplayedHasAName() {
        List<Recording> rest = Corpus.all().stream()
                .filter(recording -> !Corpus.isChat(recording)
                        && !MetadataReplayTest.isList(recording)
                        && !MetadataReplayTest.isEmbedding(recording))
                .toList();
        assertThat(rest.stream().filter(recording -> NOT_SPOKEN.contains(recording.path())))
                .hasSize(RECORDED_BUT_NOT_SPOKEN);
        assertThat(rest.stream().filter(recording -> recording.body().contains("\"object\":\"chat.completion\"")))
                .hasSize(BODIES_IN_ANOTHER_FORM);
        assertThat(rest).hasSize(RECORDED_BUT_NOT_SPOKEN + BODIES_IN_ANOTHER_FORM);
    }

    @Test
    void theChatsHoldTextThoughtsCallsAndOddEnds() {
        List<Answer> answers = Corpus.chats().stream()
                .map(ReplayCase::expected)
                .map(Answer.class::cast)
                .toList();
        assertThat(answers).filteredOn(answer -> !answer.text().isEmpty()).hasSizeGreaterThan(30);
        assertThat(answers).filteredOn(answer -> !answer.reasoning().isEmpty()).hasSizeGreaterThan(5);
        assertThat(answers).filteredOn(answer -> !answer.calls().isEmpty()).hasSizeGreaterThan(10);
        assertThat(answers.stream().map(Answer::finish).collect(Collectors.toSet()))
                .contains("STOP", "TOOL_CALLS");
        assertThat(answers).filteredOn(answer -> answer.usage() == null).hasSizeLessThan(3);
    }
}
