package dev.llmdriver.benchmarks.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A contestant that speaks a protocol.
 *
 * @param module the folder of its module
 */
record Entry(String name, String protocol, String version, Path module) {
    /** What the tables compare with. */
    static final String BASELINE = "raw-vertx";

    private static final String MARK = "@@CONTESTANT ";

    /** All that are built and asked for, the baseline first. */
    static List<Entry> wanted(Options options) throws IOException {
        List<String> contestants = options.list("contestants");
        List<String> protocols =
                options.quick() && !options.has("protocols") ? List.of("openai") : options.list("protocols");
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> folders = Files.list(options.home())) {
            for (Path folder : folders.sorted().toList()) {
                if (Files.isDirectory(folder.resolve("target/classes/META-INF/services"))) {
                    entries.addAll(list(folder, options.java()));
                }
            }
        }
        entries.removeIf(entry -> !contestants.isEmpty() && !contestants.contains(entry.name));
        entries.removeIf(entry -> !protocols.isEmpty() && !protocols.contains(entry.protocol.toLowerCase(Locale.ROOT)));
        entries.sort(Comparator.comparing(entry -> !entry.name.equals(BASELINE)));
        return entries;
    }

    /** A module's jar and what its build wrote down. Only jars, so that classes can be archived. */
    static String classPath(Path module) throws IOException {
        try (Stream<Path> files = Files.list(module.resolve("target"))) {
            Path jar = files.filter(file -> file.getFileName().toString().startsWith("benchmarks-"))
                    .filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(module + " has no jar; build it with benchmarks/run"));
            return jar + ":" + Files.readString(module.resolve("target/runtime-classpath"));
        }
    }

    private static List<Entry> list(Path module, String java) throws IOException {
        Process process = new ProcessBuilder(
                        java, "-cp", classPath(module), "dev.llmdriver.benchmarks.harness.Main", "list")
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.startsWith(MARK))
                .map(line -> line.substring(MARK.length()).split("\t"))
                .map(fields -> new Entry(fields[0], fields[1], fields[2], module))
                .toList();
    }
}
