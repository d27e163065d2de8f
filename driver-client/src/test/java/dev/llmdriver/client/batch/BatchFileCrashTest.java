package dev.llmdriver.client.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends the world at every single change of a file, once and twice, and looks at what the next run makes of it. */
@Timeout(120)
class BatchFileCrashTest {
    private static final Path IN = Path.of("in");
    private static final Path OUT = Path.of("out");
    private static final Path JOURNAL = Path.of("out.journal");
    private static final int LINES = 7;
    private static final int CONCURRENCY = 3;

    private CrashingDisk disk;
    private HoldingModel model;

    private void begin(CrashingDisk.Loss loss, long seed) {
        disk = new CrashingDisk(loss, seed);
        disk.put(IN, "a\nb\nc\nd\ne\nf\ng\n");
        model = new HoldingModel(seed, CONCURRENCY);
        model.whenAsked(prompt -> assertThat(disk.forcedText(JOURNAL))
                .as("known to the disk before it is sent")
                .containsPattern("sent .*\\b" + (prompt.charAt(0) - 'a' + 1) + "\\b"));
    }

    /** {@return whether it came to an end} */
    private boolean run(int dieAt, boolean retryFailed) {
        disk.dieAt(dieAt);
        try (BatchFile batch = BatchFile.builder(IN, OUT, new TextFormat(model))
                .concurrency(CONCURRENCY)
                .retryFailed(retryFailed)
                .disk(disk)
                .open()) {
            model.expect(LINES - batch.report().done());
            assertThat(batch.run().isComplete()).isTrue();
            return true;
        } catch (CrashingDisk.Crash crash) {
            disk.restart();
            return false;
        }
    }

    private boolean run(int dieAt) {
        return run(dieAt, false);
    }

    private static String prompt(int line) {
        return "" + (char) ('a' + line - 1);
    }

    private void assertWhole(int crashes) {
        List<String> results = disk.text(OUT).lines().toList();
        assertThat(results).as("each once, in order").hasSize(LINES);
        int again = 0;
        for (int line = 1; line <= LINES; line++) {
            String result = results.get(line - 1);
            boolean marked = result.startsWith(line + "! ");
            assertThat(result).isEqualTo(line + (marked ? "! " : " ") + "answer re " + prompt(line));
            assertThat(model.asked(prompt(line)))
                    .as("line %s, marked: %s", line, marked)
                    .isBetween(1, marked ? 1 + crashes : 1);
            again += model.asked(prompt(line)) - 1;
        }
        assertThat(again).isLessThanOrEqualTo(crashes * CONCURRENCY);
        assertThat(results.stream().filter(line -> line.contains("!"))).hasSizeLessThanOrEqualTo(crashes * CONCURRENCY);
        assertThat(model.mostAtOnce).isLessThanOrEqualTo(CONCURRENCY);
    }

    @ParameterizedTest
    @EnumSource
    void oneCrashAtEachPoint(CrashingDisk.Loss loss) {
        begin(loss, 1);
        assertThat(run(Integer.MAX_VALUE)).isTrue();
        assertWhole(0);
        int points = disk.changes();
        assertThat(points).isGreaterThan(15);
        for (int seed = 0; seed < 5; seed++) {
            for (int point = 0; point < points; point++) {
                begin(loss, seed);
                boolean whole = run(point);
                whole = whole || run(Integer.MAX_VALUE);
                assertThat(whole).isTrue();
                assertWhole(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoCrashesAtEachPairOfPoints(CrashingDisk.Loss loss) {
        begin(loss, 2);
        run(Integer.MAX_VALUE);
        int points = disk.changes();
        for (int first = 0; first < points; first++) {
            for (int second = 0; second < points; second++) {
                begin(loss, 100L * first + second);
                boolean whole = run(first) || run(second) || run(Integer.MAX_VALUE);
                assertThat(whole).isTrue();
                assertWhole(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCrashWhileFailuresAreTriedAgainLosesNoAnswer(CrashingDisk.Loss loss) {
        for (int point = 0; point < 40; point++) {
            begin(loss, point);
            List<Integer> failing = List.of(2, 5, 6);
            failing.forEach(line -> model.failing.add(prompt(line)));
            assertThat(run(Integer.MAX_VALUE)).isTrue();
            assertThat(disk.text(OUT)).contains("2 failure overloaded\n", "5 failure overloaded\n");
            model.failing.clear();
            model.asked.clear();
            boolean whole = run(point, true) || run(Integer.MAX_VALUE, true);
            assertThat(whole).isTrue();
            List<String> results = disk.text(OUT).lines().toList();
            assertThat(results).hasSize(LINES);
            IntStream.rangeClosed(1, LINES).forEach(line -> {
                assertThat(results.get(line - 1)).matches(line + "!? answer re " + prompt(line));
                int most = !failing.contains(line) ? 0 : results.get(line - 1).contains("!") ? 2 : 1;
                assertThat(model.asked(prompt(line))).as("line %s", line).isBetween(Math.min(1, most), most);
            });
        }
    }
}
