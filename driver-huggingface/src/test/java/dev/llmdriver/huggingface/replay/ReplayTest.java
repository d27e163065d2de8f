package dev.llmdriver.huggingface.replay;

import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.testkit.replay.Cut;
import dev.llmdriver.testkit.replay.Replay;
import dev.llmdriver.testkit.replay.ReplayCase;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded answer, over real HTTP: once as recorded, three times cut at random places. The seeds stand in the tests' names; the
 * property {@code replay.seed} repeats a run.
 */
class ReplayTest {
    private static final String MODEL = "org/name";

    static Stream<Arguments> groupsAndCuts() {
        List<Cut> cuts = Cut.noneAndRandom(3);
        return Arrays.stream(Group.values()).flatMap(group -> cuts.stream().map(cut -> Arguments.of(group, cut)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("groupsAndCuts")
    void theDriverReadsWhatWasRecorded(Group group, Cut cut) {
        List<ReplayCase> cases = group.cases();
        try (Replay replay = new Replay(MODEL, ReplayTest::options)) {
            replay.requestIdIn("x-request-id", "x-amzn-trace-id", "x-amz-cf-id")
                    .servedByIn("x-inference-provider")
                    .play(cases, cut);
        }
        System.out.printf("%-28s %-28s %4d replayed, all agreed, none skipped%n", group, cut, cases.size());
    }

    /** A setting is the endpoint's kind, and perhaps a dialect. */
    private static DriverOptions options(URI base, String setting) {
        String[] words = setting.split(" ", 2);
        DriverOptions.Builder options = DriverOptions.builder("huggingface")
                .set("api-key", "hf_replay")
                .set("base-url", base.toString())
                .set("endpoint", words[0])
                .set("provider-model." + MODEL, "their/name");
        return (words.length > 1 ? options.set("dialect", words[1]) : options).build();
    }
}
