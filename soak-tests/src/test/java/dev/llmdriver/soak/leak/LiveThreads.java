package dev.llmdriver.soak.leak;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Which threads run, by name without numbers. */
public final class LiveThreads {
    private LiveThreads() {}

    /** {@return how many threads there are of each name} */
    public static Map<String, Integer> count(Predicate<String> names) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName().replaceAll("[0-9]+", "#");
            if (names.test(name)) {
                counts.merge(name, 1, Integer::sum);
            }
        }
        return counts;
    }

    /** Waits until no thread of these names is left. */
    public static void awaitNone(Predicate<String> names) {
        Await.until("threads to end", () -> count(names).isEmpty(), () -> count(names));
    }
}
