package dev.llmdriver.examples.codeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What starts the examples, in a folder whose Maven and Java do nothing but say so. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class ExampleStartTest {
    /** Builds once somebody lets it. */
    private static final String MAVEN = "echo builds >>log\nwhile [ ! -e go ]; do /bin/sleep 0.02; done\n"
            + "mkdir -p examples/code-agent/target\n: >examples/code-agent/target/code-agent-1.jar\n"
            + "echo \"$PWD/pom.xml\" >examples/code-agent/target/runtime-classpath\n";

    @TempDir
    private Path temporary;

    private Path folder;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        folder = temporary.toRealPath();
        Files.createDirectories(folder.resolve("driver-cli/src/main"));
        Files.createDirectories(folder.resolve("examples/code-agent/src/main"));
        Files.createFile(folder.resolve("pom.xml"));
        Files.createFile(folder.resolve("driver-cli/pom.xml"));
        Files.createFile(folder.resolve("examples/code-agent/pom.xml"));
        Files.createFile(folder.resolve("log"));
        Files.copy(Path.of("..", "start"), folder.resolve("examples/start"));
        script("mvnw", MAVEN);
        script(
                "java/bin/java",
                "case $1 in -Xshow*) echo '    java.specification.version = 17' >&2 ;; *) echo starts ;; esac");
        script("path/sleep", "echo waits >>'" + folder.resolve("log") + "'\nexec /bin/sleep \"$@\"");
    }

    /** Whoever waits still, in a build that nobody let go on. */
    @AfterEach
    void end() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void script(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Process start(String before) throws IOException {
        String start = before + "exec bash " + folder.resolve("examples/start") + " code-agent codeagent.Any hello";
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", start).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
        builder.environment().merge("PATH", folder.resolve("path").toString(), (old, first) -> first + ":" + old);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static String end(Process process, int code) throws Exception {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(said).isEqualTo(code);
        return said;
    }

    private List<String> awaitLog(int lines) throws IOException {
        List<String> log = Files.readAllLines(folder.resolve("log"));
        while (log.size() < lines) {
            if (Thread.interrupted()) {
                throw new IOException("no more than " + log + " came");
            }
            Thread.onSpinWait();
            log = Files.readAllLines(folder.resolve("log"));
        }
        return log;
    }

    private Path lock() {
        return folder.resolve("driver-cli/target/llm.lock");
    }

    /** Two builds at once write into the same folders, and the second found what it was to put in place gone. */
    @Test
    void whoStartsDuringABuildWaitsForIt() throws Exception {
        Process first = start("");
        assertThat(awaitLog(1)).containsExactly("builds");
        Process second = start("");
        assertThat(awaitLog(2)).startsWith("builds", "waits");
        Files.createFile(folder.resolve("go"));
        assertThat(end(first, 0)).endsWith("starts\n");
        assertThat(end(second, 0)).isEqualTo("starts\n");
        assertThat(awaitLog(2)).containsOnlyOnce("builds");
        assertThat(Files.exists(lock(), java.nio.file.LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    /** The command builds into the same folders. */
    @Test
    void theCommandsOwnBuildIsWaitedFor() throws Exception {
        Files.createDirectories(lock().getParent());
        Files.createSymbolicLink(
                lock(), Path.of(Long.toString(ProcessHandle.current().pid())));
        Process process = start("");
        assertThat(awaitLog(1)).startsWith("waits");
        Files.createFile(folder.resolve("go"));
        Files.delete(lock());
        assertThat(end(process, 0)).endsWith("starts\n");
    }

    @Test
    void whoWasKilledInTheMiddleHoldsNobodyUp() throws Exception {
        Files.createFile(folder.resolve("go"));
        String link = "mkdir -p driver-cli/target; ln -s $$ driver-cli/target/llm.lock; ";
        Process killed = start("cd " + folder + "; " + link + "exit; ");
        end(killed, 0);
        assertThat(end(start(""), 0)).endsWith("starts\n");

        Files.delete(folder.resolve("examples/code-agent/target/start.stamp"));
        assertThat(end(start("cd " + folder + "; " + link), 0))
                .as("its number is ours now")
                .endsWith("starts\n");
    }

    @Test
    void aBuildThatFailsIsNoAnswerOfTheExamples() throws Exception {
        script("mvnw", "echo 'no network'\nexit 1");
        assertThat(end(start(""), 2))
                .contains("no network")
                .endsWith("error: configuration: the build failed, see above; a first build needs the network\n");
    }

    @Test
    void anOldJavaIsRefused() throws Exception {
        Files.createFile(folder.resolve("go"));
        script("java/bin/java", "echo '    java.specification.version = 11' >&2");
        assertThat(end(start(""), 2)).startsWith("error: configuration: ").contains("is Java 11; a JDK 17 or newer");
        script("java/bin/java", "echo '    java.specification.version = 1.8' >&2");
        assertThat(end(start(""), 2)).startsWith("error: configuration: ").contains("is older than Java 17");
    }
}
