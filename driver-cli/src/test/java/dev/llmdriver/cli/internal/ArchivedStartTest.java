package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher's archive of classes is worth, with this Java and the command itself. */
@Timeout(600)
@DisabledOnOs(OS.WINDOWS)
class ArchivedStartTest {
    private static final String REAL =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** The real one; the launcher silences what Java says of itself, so the log is asked for behind that. */
    private static final String JAVA = """
            #!/bin/bash
            for word in "$@"; do
                [ "$word" = -cp ] && [ -n "${LOADED:-}" ] && words+=("-Xlog:class+load:file=$LOADED")
                words+=("$word")
            done
            exec '%s' "${words[@]}"
            """.formatted(REAL);

    @TempDir
    private static Path folder;

    private static LauncherFolder launcher;

    @BeforeAll
    static void build() throws Exception {
        Process shared = new ProcessBuilder(REAL, "-Xshare:on", "-version")
                .redirectErrorStream(true)
                .start();
        shared.getInputStream().readAllBytes();
        assumeThat(shared.waitFor()).as("this Java has no archives of classes").isZero();
        launcher = new LauncherFolder(folder, JAVA);
        launcher.built(jars());
        launcher.start(Map.of(), "--version");
        assertThat(launcher.tuned("archive")).isNotEmptyFile();
    }

    /** An archive holds classes of jars alone, but a build may run its tests before it packs them. */
    private static List<Path> jars() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<Path> jars = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (!Files.isDirectory(path)) {
                jars.add(path);
            } else if (!path.endsWith("test-classes")) {
                boolean own = path.startsWith(Path.of("target").toAbsolutePath());
                jars.add(pack(path, launcher.target().resolve(own ? "driver-cli-1.jar" : jars.size() + ".jar")));
            }
        }
        return jars;
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> found = Files.walk(classes)) {
            for (Path each : found.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, out);
            }
        }
        return jar;
    }

    private static String chat(Map<String, String> environment) throws IOException, InterruptedException {
        try (RehearsalServer server = RehearsalServer.start()) {
            String address = "base-url=" + server.http() + "/v1";
            return launcher.start(
                    environment, "chat", "-m", "huggingface:a/b", "-P", address, "-P", "api-key=none", "Hello");
        }
    }

    @Test
    void nearlyAllClassesOfACallComeFromIt() throws Exception {
        Path log = folder.resolve("loaded");
        assertThat(chat(Map.of("LOADED", log.toString()))).isEqualTo("**Hello** there\n");
        List<String> loaded = Files.readAllLines(log).stream()
                .filter(line -> line.contains(" source: "))
                .toList();
        List<String> fromElsewhere = loaded.stream()
                .filter(line -> !line.contains("shared objects file"))
                .toList();
        assertThat(loaded).hasSizeGreaterThan(2000);
        assertThat(fromElsewhere.size() / (double) loaded.size())
                .as(String.join("\n", fromElsewhere))
                .isLessThan(0.05);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 1_000_000})
    void aDamageThatTheLauncherDoesNotNoticeHarmsNothing(int length) throws Exception {
        Path archive = launcher.tuned("archive");
        byte[] whole = Files.readAllBytes(archive);
        FileTime made = Files.getLastModifiedTime(archive);
        replace(archive, Arrays.copyOf(whole, length), made);
        assertThat(chat(Map.of())).isEqualTo("**Hello** there\n");
        replace(archive, whole, made);
    }

    private static void replace(Path archive, byte[] bytes, FileTime time) throws IOException {
        Files.delete(archive); // it may be read only
        Files.write(archive, bytes);
        Files.setLastModifiedTime(archive, time);
    }
}
