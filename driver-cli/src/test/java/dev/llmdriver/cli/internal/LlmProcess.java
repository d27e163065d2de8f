package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own, in a folder of its own. */
final class LlmProcess {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;

    LlmProcess(Path folder) {
        this.folder = folder;
    }

    Process start(String... args) throws IOException {
        return start(List.of(), "dev.llmdriver.cli.Main", args);
    }

    /** Starts another class of the class path. */
    Process start(List<String> flags, String main, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main);
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectError(new File(folder.toFile(), "stderr"));
        return builder.start();
    }

    /** {@return what the last one said on standard error} */
    String errors() throws IOException {
        return Files.readString(folder.resolve("stderr"));
    }

    static void interrupt(Process process) throws IOException, InterruptedException {
        Path status = Path.of("/proc", "" + process.pid(), "status");
        if (Files.exists(status)) { // under nohup or behind '&' a process ignores the signal, and its children too
            long ignored = Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .findFirst()
                    .orElse(0);
            assumeThat(ignored & 2).as("SIGINT is ignored here").isZero();
        }
        new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
    }

    static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended")
                .isTrue();
        return process.exitValue();
    }
}
