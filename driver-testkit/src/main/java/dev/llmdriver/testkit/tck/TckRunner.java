package dev.llmdriver.testkit.tck;

import dev.llmdriver.Capability;
import dev.llmdriver.Mode;
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
        if (Rulebook.CORE.contains(test.id()) && tck.skips().containsKey(test.id())) {
            return TckResult.failed(test.id(), new AssertionError("a core rule cannot be skipped; a step of it can"));
        }
        Optional<String> obstacle = obstacle(tck, test);
        if (obstacle.isPresent()) {
            return TckResult.skipped(test.id(), obstacle.get());
        }
        TckResult result = TckResult.passed(test.id(), "");
        for (Mode mode : test.modes()) {
            result = play(tck, test.id(), mode, test::run);
            if (result.status() != TckResult.Status.PASSED) {
                break;
            }
        }
        return result;
    }

    /**
     * Compares a claim with what the driver shows.
     *
     * @param tck the driver's part
     * @param capability what is claimed or not
     * @return passed if it is both claimed and shown, skipped if neither, else failed; its rule is the capability's name
     */
    public static TckResult run(DriverTck tck, Capability capability) {
        return play(tck, capability.name(), Mode.GENERATE, scenario -> new Claims(scenario).check(capability));
    }

    /** A test that may throw anything. */
    private interface Play {
        void run(Scenario scenario) throws Throwable;
    }

    private static TckResult play(DriverTck tck, String id, Mode mode, Play test) {
        try {
            Scenario scenario = new Scenario(tck, id, mode);
            try (scenario) {
                test.run(scenario);
                scenario.checkEnd();
            }
            scenario.checkSignals();
            return TckResult.passed(id, scenario.leftOut());
        } catch (Skip skip) {
            return TckResult.skipped(id, String.valueOf(skip.getMessage()));
        } catch (AssertionError broken) {
            return TckResult.failed(
                    id,
                    mode == Mode.GENERATE ? broken : new AssertionError("of a stream: " + broken.getMessage(), broken));
        } catch (Throwable broken) {
            return TckResult.failed(id, broken);
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
