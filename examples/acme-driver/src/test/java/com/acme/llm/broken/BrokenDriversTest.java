package com.acme.llm.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.tck.TckRunner;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule's test fails on a driver that breaks the rule, and on that alone: the tests of the good drivers show that they pass. */
@Tag("broken")
class BrokenDriversTest {
    /** Rules that look at the process's threads or logs, and so at everybody's. */
    static final Set<String> ALONE = Set.of("D4", "D7", "P10", "X2", "X7");

    @Test
    void everyRuleOfTheKitIsBroken() {
        Set<String> broken = Stream.of(Broken.acmes(), CapabilityDefects.all())
                .flatMap(Collection::stream)
                .map(Defect::rule)
                .collect(Collectors.toSet());
        assertThat(broken).containsExactlyInAnyOrderElementsOf(TckRunner.rules());
    }

    /** Build tools show the number of a test and its message, not its name. */
    @Test
    void aFailureSaysWhichRuleIsBroken() {
        Defect defect = RequestDefects.all().get(0);
        DynamicTest broken = new Broken.Acme(defect.twist())
                .rules()
                .filter(test -> test.getDisplayName().startsWith(defect.rule() + " "))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> broken.getExecutable().execute())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("rule " + broken.getDisplayName());
    }

    /** E14 takes such an error where nothing is found, for somebody else may answer there, and nowhere else. */
    @Test
    void failingServerIsNoStranger() {
        Defect blind = new Defect(
                "E14",
                "takes a failing server for somebody else's",
                ErrorDefects.confusing(Map.of(ErrorKind.SERVER_ERROR, ErrorKind.MALFORMED_RESPONSE)));
        Broken.mustFail(blind, new Broken.Acme(blind.twist()));
    }

    static Stream<Defect> together() {
        return Broken.acmes().stream().filter(defect -> !ALONE.contains(defect.rule()));
    }

    /** At the same time, for some tests wait for what a broken driver never does. */
    @ParameterizedTest
    @MethodSource("together")
    @Execution(ExecutionMode.CONCURRENT)
    void testFails(Defect defect) {
        Broken.mustFail(defect, new Broken.Acme(defect.twist()));
    }
}
