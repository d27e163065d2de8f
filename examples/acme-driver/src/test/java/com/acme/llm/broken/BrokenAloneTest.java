package com.acme.llm.broken;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same as {@link BrokenDriversTest} for tests that must have the process to themselves, and for what Acme cannot do. */
@Isolated
@Tag("broken")
class BrokenAloneTest {
    @AfterEach
    void stopThreads() {
        DriverDefects.Threads.stop();
    }

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

    /** {@link UnbrokenTest} shows that it passes on the good one. */
    @ParameterizedTest
    @MethodSource("capabilities")
    void testFailsOnTheBrokenOne(Defect defect) {
        Broken.mustFail(defect, new Broken.HuggingFace(defect.twist()));
    }
}
