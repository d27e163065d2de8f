package dev.llmdriver.testkit.tck;

import dev.llmdriver.Capability;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Runs rules without a test framework: for tools, and for tests of the kit itself. Thread-safe. */
public final class TckRunner {
    private TckRunner() {}

    /** {@return the numbers of all rules that have a test, in the order of the contract} */
    public static List<String> rules() {
        return Rulebook.all().stream().map(RuleTest::id).toList();
    }

    /**
     * Runs the test of one rule.
     *
     * @param tck the driver's part
     * @param rule the rule's number
     * @return what became of it
     * @throws IllegalArgumentException if the kit has no test of that number
     */
    public static TckResult run(DriverTck tck, String rule) {
        RuleTest test = Rulebook.all().stream()
                .filter(each -> each.id().equals(rule))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the kit has no test of rule " + rule));
        return run(tck, test);
    }

    static TckResult run(DriverTck tck, RuleTest test) {
        Optional<String> obstacle = obstacle(tck, test);
        if (obstacle.isPresent()) {
            return TckResult.skipped(test.id(), obstacle.get());
        }
        try {
            Scenario scenario = new Scenario(tck, test.id());
            try (scenario) {
                test.run(scenario);
                scenario.checkEnd();
            }
            return TckResult.passed(test.id(), scenario.leftOut());
        } catch (Skip skip) {
            return TckResult.skipped(test.id(), String.valueOf(skip.getMessage()));
        } catch (Throwable broken) {
            return TckResult.failed(test.id(), broken);
        }
    }

    private static Optional<String> obstacle(DriverTck tck, RuleTest test) {
        List<Capability> missing = Arrays.stream(test.needs())
                .filter(need -> !tck.capabilities().contains(need))
                .toList();
        return missing.isEmpty()
                ? Optional.ofNullable(tck.skips().get(test.id()))
                : Optional.of("the driver does not claim " + missing);
    }
}
