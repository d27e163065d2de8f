package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
                    -Xshare:dump) [ -e "$(dirname "$0")/broken" ] && exit 1; dumps=yes ;;
                    -XX:SharedArchiveFile=*) [ -n "${dumps:-}" ] && echo made >"${word#*=}" ;;
                    dev.llmdriver.cli.Main) echo answered ;;
                esac
            done
            """;

    @TempDir
    private Path folder;

    private LauncherFolder launcher;

    @BeforeEach
    void build() throws IOException {
        launcher = new LauncherFolder(folder, JAVA);
        launcher.built(List.of(Files.createFile(launcher.target().resolve("driver-cli-1.jar"))));
    }

    private void answers() throws IOException, InterruptedException {
        assertThat(launcher.start(Map.of(), "chat", "Hello")).isEqualTo("answered\n");
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(launcher.besideJava("calls"));
    }

    private List<String> rehearsals() throws IOException {
        return calls().stream().filter(call -> call.contains("Rehearsal")).toList();
    }

    @Test
    void isMadeOnceAndUsedByEveryStart() throws Exception {
        answers();
        answers();
        assertThat(rehearsals()).hasSize(1);
        assertThat(calls())
                .last()
                .asString()
                .contains("-XX:SharedArchiveFile=", "-XX:CompileThresholdScaling=10", "chat Hello");
    }

    @Test
    void isMadeAnewForAnotherJavaInTheSamePlace() throws Exception {
        answers();
        launcher.writeJava(JAVA + "# newer\n");
        answers();
        answers();
        assertThat(rehearsals()).hasSize(2);
    }

    @Test
    void isMadeAnewForOtherClasses() throws Exception {
        answers();
        Files.setLastModifiedTime(launcher.tuned("options"), FileTime.fromMillis(0));
        answers();
        answers();
        assertThat(rehearsals()).hasSize(2);
    }

    @Test
    void isMadeAnewWhenSomebodyWroteIntoIt() throws Exception {
        answers();
        Path archive = launcher.tuned("archive");
        Files.writeString(archive, "no archive");
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().plusSeconds(60)));
        answers();
        assertThat(rehearsals()).hasSize(2);
        assertThat(archive).hasContent("made");
    }

    @Test
    void thatCannotBeMadeCostsNothingButTime() throws Exception {
        Files.createFile(launcher.besideJava("broken"));
        answers();
        answers();
        assertThat(rehearsals()).hasSize(1);
        assertThat(calls()).last().asString().doesNotContain("-XX:SharedArchiveFile");
    }

    /** Java takes one collector only, and fails if it is asked for two. */
    @Test
    void aCollectorOfTheUsersOwnIsUsedAndSpoilsNoArchive() throws Exception {
        launcher.writeJava(JAVA.replace("#!/bin/bash\n", """
                #!/bin/bash
                case "${JDK_JAVA_OPTIONS:-} $*" in
                    -XX:+UseZGC*-XX:+UseSerialGC*) echo 'Multiple garbage collectors selected'; exit 1 ;;
                esac
                """));
        for (int start = 0; start < 2; start++) {
            assertThat(launcher.start(Map.of("JDK_JAVA_OPTIONS", "-XX:+UseZGC -Xmx1g"), "chat", "Hello"))
                    .isEqualTo("answered\n");
            assertThat(calls()).last().asString().contains("-XX:CompileThresholdScaling=10", "chat Hello");
        }
        answers();
        assertThat(rehearsals()).hasSize(1);
        assertThat(calls()).last().asString().contains("-XX:SharedArchiveFile=", "-XX:+UseSerialGC");
    }
}
