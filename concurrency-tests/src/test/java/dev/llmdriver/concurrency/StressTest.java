package dev.llmdriver.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.NodeType;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.vm.CompileMode;

/**
 * Runs every jcstress test of this module in this process: a process for each, which jcstress would fork, takes longer than the races.
 * Only a forbidden outcome fails, or a test that does not come to its end. What was seen is printed as a table.
 */
class StressTest {
    private static Options options = new Options(new String[0]);
    private static final Tally TALLY = new Tally();
    private static final Logger LOGGER = Logger.getLogger("dev.llmdriver");

    @BeforeAll
    static void read() throws Exception {
        options = new Options(new String[] {
            "-time",
            System.getProperty("stress.time", "40"),
            "-iters",
            System.getProperty("stress.iterations", "3"),
            "-strideSize",
            "16",
            "-strideCount",
            "16",
            "-spinStyle",
            "THREAD_YIELD",
            "-t",
            System.getProperty("stress.tests", ".*")
        });
        assertThat(options.parse()).isTrue();
        LOGGER.setLevel(Level.OFF); // thousands of breakers open
    }

    @AfterAll
    static void print() {
        TALLY.print();
    }

    @TestFactory
    Stream<DynamicTest> noForbiddenOutcome() {
        assertThat(TestList.tests()).as("generated tests").isNotEmpty();
        return new TreeSet<>(TestList.tests())
                .stream()
                        .filter(name -> name.matches(options.getTestFilter()))
                        .map(name -> dynamicTest(name, () -> run(TestList.getInfo(name))));
    }

    private static void run(TestInfo test) throws Exception {
        SchedulingClass anywhere = new SchedulingClass(AffinityMode.NONE, test.threads(), NodeType.PACKAGE);
        TestConfig config = new TestConfig(options, test, 0, List.of(), CompileMode.UNIFIED, anywhere);
        Runner<?> runner = Class.forName(test.generatedRunner())
                .asSubclass(Runner.class)
                .getConstructor(ForkedTestConfig.class)
                .newInstance(new ForkedTestConfig(config));
        TestResult result = runner.run();
        result.setConfig(config);
        assertThat(result.getMessages()).as("%s", result.status()).isEmpty();
        TALLY.add(result);
        assertThat(result.grading().failureMessages)
                .as("outcomes %s", Tally.outcomes(result))
                .isEmpty();
    }
}
