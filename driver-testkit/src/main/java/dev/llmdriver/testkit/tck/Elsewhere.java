package dev.llmdriver.testkit.tck;

import java.util.LinkedHashMap;
import java.util.Map;

/** The rules that no driver can keep or break by itself, and the tests of this project that prove them. */
final class Elsewhere {
    private static final String FACE = "kept by the library's faces, see ";

    /** Rule → who keeps it, and a test as {@code module/TestClass}. */
    static final Map<String, String> RULES = new LinkedHashMap<>();

    static {
        RULES.put("D3", FACE + "driver-api/LlmDriversTest");
        RULES.put("D10", "kept by the build, see build-checks/ArrowsTest");
        face("S17", "ChatStreamClaimTest");
        face("S18", "ChatStreamClaimTest");
        face("S19", "ChatStreamRaceTest");
        face("S20", "ChatStreamEndTest");
        face("C8", "ChatStreamCancelTest");
        face("C9", "CallFutureTest");
        face("C10", "ChatModelTest");
        face("C11", "EventLoopGuardTest");
        face("E16", "ChatModelTest");
        face("M3", "ChatModelTest");
        for (int rule = 1; rule <= 5; rule++) {
            RULES.put("F" + rule, "binds decorators, see driver-resilience/DecoratorRulesTest");
        }
    }

    private Elsewhere() {}

    private static void face(String rule, String test) {
        RULES.put(rule, FACE + "driver-api/" + test);
    }
}
