package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher says where it cannot start Java; through a link, from a folder with a blank in its name. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    private Path folder;

    private Path link;

    @BeforeEach
    void link() throws IOException {
        Path blank = Files.createDirectory(folder.resolve("a folder"));
        link = Files.createSymbolicLink(
                blank.resolve("my llm"), Path.of("..", "llm").toAbsolutePath().normalize());
    }

    @AfterEach
    void unlink() throws IOException {
        Files.delete(link);
    }

    private String error(Path javaHome) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", link.toString(), "chat", "Hello")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(2);
        return said;
    }

    private Path fakeJava(String version) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("java " + version).resolve("bin"));
        Path java = bin.resolve("java");
        Files.writeString(java, "#!/bin/sh\necho '    java.specification.version = " + version + "' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return bin.getParent();
    }

    @Test
    void noJavaWhereItShouldBe() throws Exception {
        assertThat(error(folder.resolve("nothing")))
                .startsWith("error: configuration: JAVA_HOME is ")
                .endsWith("set it to a JDK 17 or newer\n")
                .hasLineCount(1);
    }

    @Test
    void anOldJava() throws Exception {
        assertThat(error(fakeJava("11")))
                .contains("is Java 11; a JDK 17 or newer is needed")
                .hasLineCount(1);
        assertThat(error(fakeJava("1.8"))).contains("is older than Java 17").hasLineCount(1);
    }

    /** In a container each start has the same number, and waited for itself. */
    @Test
    void aLockOfADeadStartWithOurNumberHoldsNobodyUp() throws Exception {
        LauncherFolder launcher = new LauncherFolder(
                folder.resolve("built"), "#!/bin/sh\necho '    java.specification.version = 11' >&2\n");
        String locked =
                "ln -s $$ '" + launcher.target() + "/llm.lock'; exec bash '" + folder.resolve("built/llm") + "'";
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", locked).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("built/java").toString());
        Process process = builder.start();
        boolean ended = process.waitFor(20, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended).as("it waits for itself otherwise").isTrue();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("is Java 11");
    }

    /** Both find the owner dead; the one that removes its lock late would remove the other's, and build beside it. */
    @Test
    void oneOfTwoStartsTakesTheLockOfADeadOne() throws Exception {
        String last = "for last in \"$@\"; do :; done; cd '" + folder + "'\n";
        LauncherFolder launcher = new LauncherFolder(folder.resolve("built"), """
                #!/bin/sh
                cd '%s'; mkdir inside 2>/dev/null || touch clash
                until [ -e clash ] || [ -e waiting ]; do sleep 0; done
                rmdir inside 2>/dev/null; echo '    java.specification.version = 11' >&2
                """.formatted(folder));
        Files.createSymbolicLink(launcher.target().resolve("llm.lock"), Path.of("99999999"));
        Path tools = Files.createDirectory(folder.resolve("tools"));
        tool(tools, "rm", last + """
                if [ "$(readlink "$last")" = 99999999 ]; then
                    if mkdir first 2>/dev/null; then
                        until [ -e second ] || [ -e waiting ]; do command sleep 0; done
                    else
                        mkdir second; until [ -e inside ] || [ -e waiting ]; do command sleep 0; done
                    fi
                fi
                exec /bin/rm "$@"
                """);
        tool(tools, "sleep", "[ \"$1\" = 0 ] || touch '" + folder + "/waiting'; exec /bin/sleep \"$1\"\n");
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ProcessBuilder builder =
                    new ProcessBuilder("bash", folder.resolve("built/llm").toString()).redirectErrorStream(true);
            builder.environment().put("JAVA_HOME", folder.resolve("built/java").toString());
            builder.environment().merge("PATH", tools.toString(), (path, added) -> added + ":" + path);
            starts.add(builder.start());
        }
        try {
            for (Process start : starts) {
                assertThat(start.waitFor(40, TimeUnit.SECONDS)).isTrue();
                assertThat(start.exitValue()).isEqualTo(2);
            }
        } finally {
            starts.forEach(Process::destroyForcibly);
        }
        assertThat(folder.resolve("clash")).as("both were inside").doesNotExist();
        assertThat(launcher.target()).isEmptyDirectory();
    }

    private static void tool(Path tools, String name, String script) throws IOException {
        Path tool = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script);
        assertThat(tool.toFile().setExecutable(true)).isTrue();
    }

    private String run(int code, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(code);
        return said;
    }

    /** A shell that looks for folders elsewhere says where it found one, and may find another. */
    @Test
    void itsFolderIsFoundWhereverTheShellLooksForFolders() throws Exception {
        LauncherFolder launcher = new LauncherFolder(folder.resolve("built"), java("found"));
        launcher.built(List.of(folder.resolve("built/pom.xml")));
        assertThat(launcher.start(Map.of(), "chat")).startsWith("found -XX:");
        Map<String, String> environment = Map.of(
                "CDPATH",
                ".:" + folder,
                "JAVA_HOME",
                folder.resolve("built/java").toString());
        assertThat(run(0, environment, "bash", "built/llm", "chat")).startsWith("found -XX:");
    }

    /** {@return a Java that says its name and its arguments instead of running the command} */
    private static String java(String name) {
        return "#!/bin/sh\ncase \"$*\" in *-version) echo '    java.specification.version = 17' >&2 ;;"
                + " *Main*) echo \"" + name + " $*\" ;; esac\n";
    }

    @Test
    void aFolderThatNoClassPathCanHave() throws Exception {
        new LauncherFolder(folder.resolve("at 10:30"), "#!/bin/sh\n");
        assertThat(run(
                        2,
                        Map.of("JAVA_HOME", folder.resolve("at 10:30/java").toString()),
                        "bash",
                        folder.resolve("at 10:30/llm").toString()))
                .startsWith("error: configuration: ")
                .contains("colon")
                .hasLineCount(1);
    }

    /** As where one builds for many, and Java is brought up to date, or somebody has another. */
    @Test
    void whoMayNotWriteStartsWhatOthersHaveBuilt() throws Exception {
        LauncherFolder launcher = new LauncherFolder(folder.resolve("built"), java("first"));
        launcher.built(List.of(folder.resolve("built/pom.xml")));
        assertThat(launcher.start(Map.of(), "chat")).startsWith("first -XX:");
        launcher.writeJava(java("the second"));
        assertThat(runAsReader(0, launcher))
                .startsWith("the second -XX:TieredStopAtLevel=1 ")
                .doesNotContain("SharedArchiveFile")
                .endsWith("dev.llmdriver.cli.Main chat Hello\n");
    }

    /** As where the libraries lie in the home of who built. */
    @Test
    void whoMayNotReadTheLibrariesIsToldWhatToDo() throws Exception {
        LauncherFolder launcher = new LauncherFolder(folder.resolve("built"), java("first"));
        launcher.built(List.of(folder.resolve("built/pom.xml"), folder.resolve("gone.jar")));
        assertThat(runAsReader(2, launcher))
                .contains("cannot write into " + launcher.target())
                .contains("nor read " + folder.resolve("gone.jar"))
                .contains(folder.resolve("built/llm") + " --version")
                .hasLineCount(1);
    }

    /** {@return what the launcher says to somebody who may write nothing} */
    private String runAsReader(int exitCode, LauncherFolder launcher) throws Exception {
        for (Path each : List.of(folder, launcher.target())) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
        Map<String, String> environment =
                Map.of("JAVA_HOME", folder.resolve("built/java").toString());
        String[] start = {"bash", folder.resolve("built/llm").toString(), "chat", "Hello"};
        try {
            if (Files.isWritable(launcher.target())) { // nothing is forbidden to root
                assumeThat(Path.of("/usr/bin/setpriv")).exists();
                start = new String[] {
                    "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", start[0], start[1], "chat", "Hello"
                };
            }
            return run(exitCode, environment, start);
        } finally {
            for (Path each : List.of(folder, launcher.target())) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }
}
