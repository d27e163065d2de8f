package com.acme.llm.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.tck.TckResult;
import dev.llmdriver.testkit.tck.TckRunner;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The other half of {@link BrokenAloneTest}: here the kit has its patience, for what it waits for must come. */
class UnbrokenTest {
    static Stream<String> rules() {
        return CapabilityDefects.all().stream().map(Defect::rule).distinct();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void testPassesOnTheGoodDriver(String rule) {
        TckResult good = TckRunner.run(new Broken.HuggingFace(driver -> driver), rule);
        assertThat(good.status()).as("unbroken: %s", good).isEqualTo(TckResult.Status.PASSED);
    }
}
