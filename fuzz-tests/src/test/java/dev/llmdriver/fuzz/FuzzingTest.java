package dev.llmdriver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets Jazzer look for inputs that break something. Every build makes a fixed number of executions over all targets, from the same seed;
 * {@code -Pfuzz} takes each target for itself and for longer: {@code -Dfuzz.seconds=} says how long, {@code -Dfuzz.target=} which one.
 */
class FuzzingTest {
    private static final long RUNS = Long.getLong("fuzz.runs", 20_000);
    private static final long SECONDS = Long.getLong("fuzz.seconds", 0);

    static Stream<String> targets() {
        String one = System.getProperty(Entry.TARGET, "");
        boolean all = one.isEmpty() && RUNS > 0;
        return all ? Stream.of("") : one.isEmpty() ? FuzzTargets.ALL.keySet().stream() : List.of(one).stream();
    }

    @ParameterizedTest(name = "[{0}]")
    @MethodSource("targets")
    void nothingBreaks(String target) throws IOException, InterruptedException {
        assumeThat(Jazzer.runsHere())
                .as("Jazzer has a native part for this machine")
                .isTrue();
        Jazzer.Report report = new Jazzer(target).run(RUNS, SECONDS);
        System.out.println(
                "fuzzed " + (target.isEmpty() ? "all" : target) + ": " + report.executions() + " executions");
        assertThat(report.exit()).as(report.log()).isZero();
        // By the clock there is no number of runs to reach, but one that fed nothing found nothing either.
        assertThat(report.executions()).as(report.log()).isPositive().isGreaterThanOrEqualTo(RUNS);
    }
}
