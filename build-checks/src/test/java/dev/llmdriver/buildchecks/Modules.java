package dev.llmdriver.buildchecks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The modules of this repository, found in the source tree, so that a new one is checked from its first day. */
final class Modules {
    /** The folder of the parent pom; Surefire sets {@code basedir} to the module's own. */
    static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

    private Modules() {}

    /** All modules with main code, examples included. */
    static List<Module> all() {
        try (Stream<Path> folders = Files.walk(ROOT, 2)) {
            List<Module> modules = folders.filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
                    .filter(folder -> Files.isRegularFile(folder.resolve("pom.xml")))
                    .sorted()
                    .map(Module::at)
                    .toList();
            if (modules.size() < 8) {
                throw new IllegalStateException("only " + modules.size() + " modules below " + ROOT);
            }
            return modules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The modules that are published: those with a module descriptor, but for examples, which may look like a third party's. */
    static List<Module> published() {
        return all().stream().filter(Module::isPublished).toList();
    }

    /** The published modules that applications compile against; the command is no library. */
    static List<Module> libraries() {
        return published().stream()
                .filter(module -> !module.name().equals("driver-cli"))
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
