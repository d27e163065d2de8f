package dev.llmdriver.huggingface.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ModelRef;
import dev.llmdriver.http.AnswerCollector;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.huggingface.internal.inputs.TokenStreamDecoder;
import dev.llmdriver.huggingface.internal.response.AnswerSettings;
import dev.llmdriver.huggingface.internal.response.ChatStreamDecoder;
import dev.llmdriver.huggingface.internal.response.ThinkMode;
import dev.llmdriver.testkit.replay.Outcome;
import dev.llmdriver.testkit.replay.ReplayCase;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every recorded stream, given to the decoder byte by byte, and in two pieces: those of Hugging Face cut at every byte where they are
 * no longer than {@value #EVERY_CUT_UP_TO} bytes, all others at {@value #SAMPLED_CUTS} places.
 */
class EveryByteTest {
    private static final int EVERY_CUT_UP_TO = 8 << 10;
    private static final int SAMPLED_CUTS = 50;
    private static final int MOST_EVENT_BYTES = 1 << 20;

    private static final ModelRef MODEL = new ModelRef("huggingface", "org/name");

    private static final ErrorClassifier NO_ERRORS = facts -> {
        throw new AssertionError("an error was found inside an answer: " + facts.body());
    };

    @ParameterizedTest
    @EnumSource(Group.class)
    void whereverTheBytesAreCutTheAnswerIsTheSame(Group group) throws IOException {
        List<ReplayCase> streams =
                group.cases().stream().filter(ReplayCase::isStreamAnswer).toList();
        long decoded = 0;
        for (ReplayCase stream : streams) {
            int length = stream.recording().bytes().length;
            boolean everywhere = group != Group.OTHERS && length <= EVERY_CUT_UP_TO;
            int[] cuts = everywhere
                    ? IntStream.range(1, length).toArray()
                    : new Random(length).ints(SAMPLED_CUTS, 1, length).toArray();
            check(stream, cuts);
            decoded += 1 + cuts.length;
        }
        System.out.printf("%-28s %4d streams, decoded %,d times%n", group, streams.size(), decoded);
    }

    private static void check(ReplayCase played, int... cuts) throws IOException {
        byte[] body = played.recording().bytes();
        assertThat(decoded(played, body, IntStream.rangeClosed(1, body.length).toArray()))
                .as("%s, byte by byte", played)
                .isEqualTo(played.expected());
        for (int cut : cuts) {
            assertThat(decoded(played, body, cut, body.length))
                    .as("%s, cut at byte %d", played, cut)
                    .isEqualTo(played.expected());
        }
    }

    private static Outcome decoded(ReplayCase played, byte[] body, int... ends) throws IOException {
        StreamDecoder decoder = decoder(played);
        AnswerCollector sink = new AnswerCollector();
        int from = 0;
        for (int end : ends) {
            byte[] piece = Arrays.copyOfRange(body, from, end);
            decoder.data(piece, 0, piece.length, sink);
            from = end;
        }
        if (!sink.isDone()) {
            decoder.end(sink);
        }
        return Outcome.of(sink.response(MODEL).build(), played.expected());
    }

    private static StreamDecoder decoder(ReplayCase played) {
        AnswerSettings settings = AnswerSettings.of(MODEL, ThinkMode.TAGS, NO_ERRORS, false);
        return played.setting().equals(Corpus.INPUTS)
                ? new TokenStreamDecoder(settings, MOST_EVENT_BYTES)
                : new ChatStreamDecoder(settings, MOST_EVENT_BYTES);
    }
}
