package dev.llmdriver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.testng.ITestListener;
import org.testng.ITestResult;
import org.testng.TestNG;
import org.testng.xml.XmlClass;
import org.testng.xml.XmlSuite;
import org.testng.xml.XmlTest;

/** Runs the Reactive Streams TCK, and asserts how much of it ran. */
final class ReactiveStreamsTck {
    /** What the TCK cannot or need not check: a stream has one subscriber, always an answer, and no stochastic rules. */
    private static final int SKIPPED = 12;

    private static final int PASSED = 26;

    private ReactiveStreamsTck() {}

    static void passes(Class<? extends ChatStreamVerification> verification) {
        Results results = new Results();
        XmlSuite suite = new XmlSuite();
        XmlTest test = new XmlTest(suite);
        test.setXmlClasses(List.of(new XmlClass(verification)));
        TestNG kit = new TestNG(false);
        kit.setVerbose(0);
        kit.setXmlSuites(List.of(suite));
        kit.addListener(results);
        kit.run();

        results.failed.stream().findFirst().ifPresent(failure -> {
            throw failure;
        });
        assertThat(results.skipped)
                .as("skipped")
                .allMatch(name -> name.startsWith("optional_") || name.startsWith("untested_"))
                .hasSize(SKIPPED);
        assertThat(results.passed).as("passed").hasSize(PASSED);
    }

    private static final class Results implements ITestListener {
        private final List<String> passed = new ArrayList<>();
        private final List<String> skipped = new ArrayList<>();
        private final List<AssertionError> failed = new ArrayList<>();

        @Override
        public void onTestSuccess(ITestResult result) {
            passed.add(result.getName());
        }

        @Override
        public void onTestSkipped(ITestResult result) {
            skipped.add(result.getName());
        }

        @Override
        public void onTestFailure(ITestResult result) {
            failed.add(new AssertionError(result.getName(), result.getThrowable()));
        }
    }
}
