package dev.llmdriver.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of Jazzer, guided by coverage, in a process of its own. */
final class Jazzer {
    private static final Path FOLDER = Path.of("target", "fuzz");
    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units: *(\\d+)");

    /** They follow each step of every regular expression, which costs more than all the rest. */
    private static final String REGEX_HOOKS =
            "com.code_intelligence.jazzer.sanitizers.RegexRoadblocks:com.code_intelligence.jazzer.sanitizers.RegexInjection";

    /** What keeps a number of runs from lasting for ever where the machine is slow. */
    private static final int MOST_MINUTES = 30;

    private final String target;
    private final Path work;

    /** Makes a run of a target; of all if its name is empty. */
    Jazzer(String target) {
        this.target = target;
        this.work = FOLDER.resolve(target.isEmpty() ? "all" : target).toAbsolutePath();
    }

    /** What a run came to. */
    record Report(int exit, long executions, String log) {}

    /** {@return whether Jazzer has its native part for this machine} */
    static boolean runsHere() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String system = os.contains("mac") ? "macos" : os.contains("win") ? "windows" : os;
        String processor = arch.equals("amd64") ? "x86_64" : arch;
        String folder = "/com/code_intelligence/jazzer/driver/jazzer_driver_" + system + "_" + processor + "/";
        return List.of("libjazzer_driver.so", "libjazzer_driver.dylib", "jazzer_driver.dll").stream()
                .anyMatch(name -> Jazzer.class.getResource(folder + name) != null);
    }

    /** Runs so many inputs, or so many seconds; what is 0 is no bound. */
    Report run(long runs, long seconds) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(work);
        // A number of runs shall be the same ones each time; a long search goes on where the last one ended.
        Path corpus = runs > 0
                ? Files.createTempDirectory(folder, "corpus")
                : Files.createDirectories(folder.resolve("corpus"));
        Path seeds = seeds();
        List<String> command = new ArrayList<>(java());
        command.add("-D" + Entry.TARGET + "=" + target);
        command.add("com.code_intelligence.jazzer.Jazzer");
        command.add("--target_class=" + Entry.class.getName());
        command.add("--instrumentation_includes=dev.llmdriver.**");
        command.add("--instrumentation_excludes=dev.llmdriver.fuzz.**");
        command.add("--custom_hook_includes=dev.llmdriver.**");
        command.add("--disabled_hooks=" + REGEX_HOOKS);
        command.add("--reproducer_path=" + work);
        command.add("-artifact_prefix=" + work + "/");
        command.add("-dict=" + resource("/fuzz/words.dict"));
        command.add("-seed=1");
        command.add("-timeout=300");
        command.add("-rss_limit_mb=0");
        command.add("-max_len=8192");
        command.add("-print_final_stats=1");
        command.add(runs > 0 ? "-runs=" + runs : "-max_total_time=" + seconds);
        command.add(corpus.toString());
        command.add(seeds.toString());
        return report(command);
    }

    private static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "-XX:-OmitStackTraceInFastThrow",
                "-Duser.language=en",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"));
    }

    private Report report(List<String> command) throws IOException, InterruptedException {
        Path log = work.resolve("log.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
            String said = Files.readString(log);
            Matcher executions = EXECUTIONS.matcher(said);
            return new Report(
                    ended ? process.exitValue() : -1,
                    executions.find() ? Long.parseLong(executions.group(1)) : 0,
                    said);
        } finally {
            process.destroyForcibly();
        }
    }

    private Path seeds() throws IOException {
        Path folder = Files.createDirectories(work.resolve("seeds"));
        for (Map.Entry<String, FuzzTarget> entry : FuzzTargets.ALL.entrySet()) {
            String name = entry.getKey();
            if (target.isEmpty() || target.equals(name)) {
                int number = 0;
                for (byte[] seed : entry.getValue().seeds()) {
                    byte[] input = target.isEmpty() ? Entry.addressed(name, seed) : seed;
                    Files.write(folder.resolve(name + "-" + number++), input);
                }
            }
        }
        return folder;
    }

    private static Path resource(String name) {
        try {
            return Path.of(Jazzer.class.getResource(name).toURI());
        } catch (java.net.URISyntaxException impossible) {
            throw new UncheckedIOException(new IOException(impossible));
        }
    }
}
