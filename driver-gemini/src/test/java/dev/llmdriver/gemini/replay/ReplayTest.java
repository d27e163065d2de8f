package dev.llmdriver.gemini.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.gemini.replay.Outcome.Failure;
import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every recorded answer, over real HTTP: once whole, three times cut at random places; none is skipped. The property
 * {@code replay.seed} repeats a run.
 */
class ReplayTest {
    private static final long SEED = Long.getLong("replay.seed", System.nanoTime());
    private static final List<String> SUMMARY = new ArrayList<>();

    @ParameterizedTest(name = "cut {0} of 3")
    @ValueSource(ints = {0, 1, 2, 3})
    void theDriverReadsWhatWasRecorded(int cut) {
        List<Recording> chats = Corpus.chats();
        List<String> disagreements = new ArrayList<>();
        try (Player player = new Player()) {
            for (Recording chat : chats) {
                disagreement(player, chat, cut).ifPresent(disagreements::add);
            }
        }
        SUMMARY.add("Gemini chat, cut %d: %d replayed, %d agreed, none skipped"
                .formatted(cut, chats.size(), chats.size() - disagreements.size()));
        assertThat(disagreements).as("replay.seed=%d", SEED).isEmpty();
    }

    private static Optional<String> disagreement(Player player, Recording chat, int cut) {
        try {
            Outcome expected = expected(chat);
            Outcome observed = player.play(chat, reply(chat, cut), expected);
            return agrees(expected, observed)
                    ? Optional.empty()
                    : Optional.of(chat.source() + "\n  expected " + expected + "\n  but was  " + observed);
        } catch (AssertionError | RuntimeException failure) {
            return Optional.of(chat.source() + "\n  " + failure);
        }
    }

    static Outcome expected(Recording chat) {
        return chat.status() >= 400
                ? new Failure(ErrorOracle.kinds(chat.status(), chat.body()))
                : Oracle.read(chat.body(), chat.streaming() || chat.streamed());
    }

    private static Reply reply(Recording chat, int cut) {
        Recording typed = chat.headers().containsKey("content-type")
                ? chat
                : chat.toBuilder()
                        .header("content-type", chat.streamed() ? "text/event-stream" : "application/json")
                        .build();
        return cut == 0 ? typed.reply() : typed.reply(SEED + cut);
    }

    private static boolean agrees(Outcome expected, Outcome observed) {
        if (expected instanceof Failure allowed && observed instanceof Failure failure) {
            return allowed.kinds().containsAll(failure.kinds());
        }
        return expected.equals(observed);
    }

    @AfterAll
    static void print() {
        System.out.println("replay.seed=" + SEED);
        SUMMARY.forEach(System.out::println);
    }
}
