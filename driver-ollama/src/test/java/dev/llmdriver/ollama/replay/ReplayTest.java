package dev.llmdriver.ollama.replay;

import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.testkit.replay.Cut;
import dev.llmdriver.testkit.replay.Replay;
import dev.llmdriver.testkit.replay.ReplayCase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded chat, over real HTTP: once as recorded, three times cut at random places. The seeds stand in the tests' names; the
 * property {@code replay.seed} repeats a run.
 */
class ReplayTest {
    static Stream<Cut> cuts() {
        return Cut.noneAndRandom(3).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cuts")
    void theDriverReadsWhatWasRecorded(Cut cut) {
        List<ReplayCase> cases = Corpus.chats();
        try (Replay replay = new Replay(
                "m",
                (base, setting) -> DriverOptions.builder("ollama")
                        .set("base-url", base.toString())
                        .build())) {
            replay.play(cases, cut);
        }
        System.out.printf("Ollama chat, %-28s %4d replayed, all agreed, none skipped%n", cut, cases.size());
    }
}
