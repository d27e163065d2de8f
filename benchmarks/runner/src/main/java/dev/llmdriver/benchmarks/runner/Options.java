package dev.llmdriver.benchmarks.runner;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The options of {@code benchmarks/run}; its help text says what each means. */
record Options(Map<String, String> values) {
    private static final Set<String> KNOWN = Set.of(
            "home",
            "quick",
            "check",
            "contestants",
            "protocols",
            "workloads",
            "reps",
            "forks",
            "warmup",
            "measure",
            "width",
            "java",
            "jvm",
            "client-cpu",
            "server-cpu",
            "out",
            "report");

    static Options parse(String... arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            String name = parts[0].startsWith("--") ? parts[0].substring(2) : parts[0];
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("there is no option " + argument + "; see benchmarks/run --help");
            }
            values.put(name, parts.length > 1 ? parts[1] : "true");
        }
        String now = LocalDateTime.now(ZoneId.systemDefault())
                .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
        values.putIfAbsent("out", values.getOrDefault("home", ".") + "/target/results/" + now);
        return new Options(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Short: a look, not a measurement. */
    boolean quick() {
        return has("quick") || has("check");
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        return has(name) ? Integer.parseInt(text(name, "")) : otherwise;
    }

    /** The parts between commas, in lower case; none where the option is not given. */
    List<String> list(String name) {
        return has(name) ? List.of(text(name, "").toLowerCase(Locale.ROOT).split(",")) : List.of();
    }

    /** Flags for the contestants' processes: one collector for all, and threads as on a machine of four cores. */
    List<String> jvmFlags() {
        String flags =
                text("jvm", "-XX:+UseSerialGC -XX:ActiveProcessorCount=4").strip();
        return flags.isEmpty() ? List.of() : new ArrayList<>(List.of(flags.split(" +")));
    }

    /** What starts contestants; the java that runs this, unless the options name another. */
    String java() {
        return text("java", System.getProperty("java.home")) + "/bin/java";
    }

    /** The folder {@code benchmarks}. */
    Path home() {
        return Path.of(text("home", ".")).toAbsolutePath().normalize();
    }

    /** The folder of the results; by its time, unless the options name one. */
    Path out() {
        return Path.of(text("out", ""));
    }
}
