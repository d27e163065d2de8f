package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher makes its archive of classes, with a Java that notes how it was called. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class ArchiveTest {
    private static final String JAVA = """
            #!/bin/bash
            echo "$*" >>"$(dirname "$0")/calls"
            for word in "$@"; do
                case $word in
                    -XshowSettings:properties) echo '    java.specification.version = 17' >&2; exit ;;
                    -XX:ArchiveClassesAtExit=*) [ -e "$(dirname "$0")/broken" ] && exit 1; echo made >"${word#*=}" ;;
                    dev.llmdriver.cli.Main) echo answered ;;
                esac
            done
            """;

    @TempDir
    private Path folder;

    private Path java;

    @BeforeEach
    void build() throws IOException {
        Path target = Files.createDirectories(folder.resolve("driver-cli/target"));
        Files.createDirectories(folder.resolve("driver-cli/src/main"));
        Files.createFile(folder.resolve("pom.xml"));
        Files.createFile(folder.resolve("driver-cli/pom.xml"));
        Files.createFile(target.resolve("driver-cli-1.jar"));
        Files.copy(Path.of("..", "llm"), folder.resolve("llm"));
        Files.writeString(target.resolve("runtime-classpath"), target.resolve("driver-cli-1.jar") + "\n");
        Files.writeString(target.resolve("llm.stamp"), folder.toRealPath() + "\n");
        java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
        Files.writeString(java, JAVA);
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    private void answers() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", folder.resolve("llm").toString(), "chat", "Hello").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEqualTo("answered\n");
    }

    private List<String> rehearsals() throws IOException {
        try (Stream<String> calls = Files.lines(java.resolveSibling("calls"))) {
            return calls.filter(call -> call.contains("Rehearsal")).toList();
        }
    }

    @Test
    void isMadeOnceAndUsedByEveryStart() throws Exception {
        answers();
        answers();
        assertThat(rehearsals()).hasSize(1);
        assertThat(Files.readAllLines(java.resolveSibling("calls")).get(2))
                .contains("-XX:SharedArchiveFile=", "-XX:CompileThresholdScaling=10", "chat Hello");
    }

    @Test
    void isMadeAnewForAnotherJavaInTheSamePlace() throws Exception {
        answers();
        Files.writeString(java, JAVA + "# newer\n");
        answers();
        answers();
        assertThat(rehearsals()).hasSize(2);
    }

    @Test
    void isMadeAnewForOtherClasses() throws Exception {
        answers();
        Path options;
        try (Stream<Path> files = Files.list(folder.resolve("driver-cli/target"))) {
            options = files.filter(file -> file.toString().endsWith(".options"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.setLastModifiedTime(options, FileTime.fromMillis(0));
        answers();
        answers();
        assertThat(rehearsals()).hasSize(2);
    }

    @Test
    void thatCannotBeMadeCostsNothingButTime() throws Exception {
        Files.createFile(java.resolveSibling("broken"));
        answers();
        answers();
        assertThat(rehearsals()).hasSize(1);
    }
}
