package dev.llmdriver.concurrency;

import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.infra.collectors.TestResult;

/** What was seen, for people to read: an outcome that never comes may hide a race that is never run. */
final class Tally {
    private final Map<String, String> rows = new TreeMap<>();
    private long states;
    private int outcomes;

    void add(TestResult result) {
        rows.put(result.getName(), outcomes(result));
        states += result.getTotalCount();
        outcomes += result.getStateKeys().size();
    }

    static String outcomes(TestResult result) {
        Map<String, Long> counted = new TreeMap<>();
        result.getStateKeys().forEach(key -> counted.put(key, result.getCount(key)));
        return counted.toString();
    }

    void print() {
        rows.forEach((test, seen) -> System.out.println(test.replace("dev.llmdriver.", "") + " " + seen));
        System.out.println(rows.size() + " tests, " + states + " races, " + outcomes + " outcomes, none forbidden");
    }
}
