package dev.llmdriver.soak.leak;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** How many objects of each class can still be reached: the heap's histogram, which begins with a full collection. */
public final class LiveObjects {
    private static final Pattern LINE = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +(\\S+)");

    private LiveObjects() {}

    /** {@return the number of live objects by class; lambdas count for the class that made them} */
    public static Map<String, Long> count(Predicate<String> classNames) {
        Map<String, Long> counts = new TreeMap<>();
        Matcher lines = LINE.matcher(histogram());
        while (lines.find()) {
            String name = lines.group(2).replaceFirst("\\$\\$Lambda.*", "\\$\\$Lambda");
            if (classNames.test(name)) {
                counts.merge(name, Long.valueOf(lines.group(1)), Long::sum);
            }
        }
        return counts;
    }

    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException unavailable) {
            throw new IllegalStateException("This JVM gives no histogram of its heap", unavailable);
        }
    }
}
