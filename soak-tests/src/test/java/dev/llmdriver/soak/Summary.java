package dev.llmdriver.soak;

import java.util.Map;
import java.util.TreeMap;

/** What happened, for people. Thread-safe. */
final class Summary {
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final Map<Whim, Long> whims = new TreeMap<>();
    private final Map<Way, Long> ways = new TreeMap<>();
    private final Map<Fault, Long> faults = new TreeMap<>();
    private long operations;
    private long alarms;

    synchronized void count(Operation operation, Ending ending) {
        operations++;
        outcomes.merge(ending.outcome(), 1L, Long::sum);
        whims.merge(operation.whim(), 1L, Long::sum);
        ways.merge(operation.way(), 1L, Long::sum);
    }

    synchronized void count(Map<Fault, Long> served, long alarmsSet) {
        served.forEach((fault, times) -> faults.merge(fault, times, Long::sum));
        alarms += alarmsSet;
    }

    synchronized long operations() {
        return operations;
    }

    synchronized long faults() {
        return faults.entrySet().stream()
                .filter(each -> each.getKey() != Fault.NONE)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Override
    public synchronized String toString() {
        long requests = faults.values().stream().mapToLong(Long::longValue).sum();
        return operations + " operations " + ways + ", " + requests + " requests, " + faults()
                + " of them with a fault " + faults + ", callers " + whims + ", ended as " + outcomes + ", " + alarms
                + " alarms set";
    }
}
