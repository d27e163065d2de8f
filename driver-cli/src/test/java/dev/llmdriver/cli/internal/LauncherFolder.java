package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder as a build leaves it, with the launcher in it and a Java of its own. */
final class LauncherFolder {
    private final Path folder;
    private final Path java;

    /** Fills an empty folder. */
    LauncherFolder(Path folder, String javaScript) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("driver-cli/src/main"));
        Files.createFile(folder.resolve("pom.xml"));
        Files.createFile(folder.resolve("driver-cli/pom.xml"));
        Files.copy(Path.of("..", "llm"), folder.resolve("llm"));
        Files.createDirectories(target());
        java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
        writeJava(javaScript);
    }

    /** Says that the build is done. */
    void built(List<Path> classPath) throws IOException {
        String joined = String.join(":", classPath.stream().map(Path::toString).toList());
        Files.writeString(target().resolve("runtime-classpath"), joined + "\n");
        Files.writeString(target().resolve("llm.stamp"), folder.toRealPath() + "\n");
    }

    void writeJava(String script) throws IOException {
        Files.writeString(java, script);
        assertThat(java.toFile().setExecutable(true, false)).isTrue();
    }

    Path target() {
        return folder.resolve("driver-cli/target");
    }

    /** {@return a file beside the Java} */
    Path besideJava(String name) {
        return java.resolveSibling(name);
    }

    /** {@return the file that the launcher made, if it did} */
    Path tuned(String ending) {
        try (Stream<Path> files = Files.list(target())) {
            return files.filter(file -> file.toString().endsWith("_java." + ending))
                    .findFirst()
                    .orElse(target().resolve("no " + ending));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return what a start that succeeds says, on both streams} */
    String start(Map<String, String> environment, String... args) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", folder.resolve("llm").toString());
        builder.command().addAll(List.of(args));
        builder.directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
