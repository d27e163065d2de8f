package dev.llmdriver.testkit.tck;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All tests of the kit, one for each rule. */
final class Rulebook {
    private static final String SECTIONS = "DPRGSCETAUXMVF";

    /** What a driver is good for nothing without: nobody may skip these as a whole. */
    static final Set<String> CORE = Set.of(
            "G1", "G11", "G13", "S1", "S3", "S5", "S6", "S9", "S11", "C1", "C6", "E1", "E2", "E3", "E7", "T2", "A1",
            "A4", "U1", "X2");

    private static final List<RuleTest> ALL = Stream.of(
                    DriverRules.class,
                    ProviderRules.class,
                    RequestRules.class,
                    RequestPartRules.class,
                    AnswerRules.class,
                    AnswerWireRules.class,
                    StreamRules.class,
                    StreamWireRules.class,
                    CancelRules.class,
                    ErrorRules.class,
                    ErrorDetailRules.class,
                    TimeRules.class,
                    AttemptRules.class,
                    UsageRules.class,
                    SecretRules.class,
                    ModelRules.class,
                    EmbeddingRules.class)
            .flatMap(Rulebook::tests)
            .sorted(Comparator.comparing(RuleTest::id, Rulebook::inOrder))
            .toList();

    private Rulebook() {}

    static List<RuleTest> all() {
        return ALL;
    }

    private static Stream<RuleTest> tests(Class<?> section) {
        return Arrays.stream(section.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Rule.class))
                .map(method -> new RuleTest(method.getAnnotation(Rule.class).value(), method));
    }

    /** Compares the numbers of rules as the contract orders them. */
    static int inOrder(String one, String other) {
        int sections = Integer.compare(SECTIONS.indexOf(one.charAt(0)), SECTIONS.indexOf(other.charAt(0)));
        return sections != 0
                ? sections
                : Integer.compare(Integer.parseInt(one.substring(1)), Integer.parseInt(other.substring(1)));
    }
}
