package com.acme.llm.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.tck.TckResult;
import dev.llmdriver.testkit.tck.TckRunner;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same as {@link BrokenDriversTest} for tests that must have the process to themselves, and for what Acme cannot do. */
@Isolated
@Tag("broken")
class BrokenAloneTest {
    static Stream<Defect> alone() {
        return Broken.acmes().stream().filter(defect -> BrokenDriversTest.ALONE.contains(defect.rule()));
    }

    static Stream<Defect> capabilities() {
        return CapabilityDefects.all().stream();
    }

    @ParameterizedTest
    @MethodSource("alone")
    void testFails(Defect defect) {
        Broken.mustFail(defect, new Broken.Acme(defect.twist()));
    }

    @ParameterizedTest
    @MethodSource("capabilities")
    void testPassesOnTheGoodDriverAndFailsOnTheBrokenOne(Defect defect) {
        TckResult good = TckRunner.run(new Broken.HuggingFace(driver -> driver), defect.rule());
        assertThat(good.status()).as("unbroken: %s", good).isEqualTo(TckResult.Status.PASSED);
        Broken.mustFail(defect, new Broken.HuggingFace(defect.twist()));
    }
}
