package dev.llmdriver.ollama.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ModelRef;
import dev.llmdriver.http.AnswerCollector;
import dev.llmdriver.ollama.internal.response.AnswerSettings;
import dev.llmdriver.ollama.internal.response.ChatStreamDecoder;
import dev.llmdriver.ollama.internal.response.WindowCheck;
import dev.llmdriver.testkit.replay.Outcome;
import dev.llmdriver.testkit.replay.ReplayCase;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every recorded stream, given to the decoder byte by byte, and in two pieces: cut at every byte where it is no longer than
 * {@value #EVERY_CUT_UP_TO} bytes, others at {@value #SAMPLED_CUTS} places.
 */
class EveryByteTest {
    private static final int EVERY_CUT_UP_TO = 8 << 10;
    private static final int SAMPLED_CUTS = 50;
    private static final ModelRef MODEL = new ModelRef("ollama", "m");

    private static final AnswerSettings SETTINGS = new AnswerSettings(
            MODEL,
            facts -> {
                throw new AssertionError("an error was found inside an answer: " + facts.body());
            },
            false,
            WindowCheck.NONE);

    @Test
    void whereverTheBytesAreCutTheAnswerIsTheSame() throws IOException {
        List<ReplayCase> streams =
                Corpus.chats().stream().filter(ReplayCase::isStreamAnswer).toList();
        long decoded = 0;
        for (ReplayCase stream : streams) {
            int length = stream.recording().bytes().length;
            int[] cuts = length <= EVERY_CUT_UP_TO
                    ? IntStream.range(1, length).toArray()
                    : new Random(length).ints(SAMPLED_CUTS, 1, length).toArray();
            check(stream, cuts);
            decoded += 1 + cuts.length;
        }
        assertThat(streams).hasSize(21);
        System.out.printf("Ollama %4d streams, decoded %,d times%n", streams.size(), decoded);
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
        ChatStreamDecoder decoder = new ChatStreamDecoder(SETTINGS, 1 << 20);
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
}
