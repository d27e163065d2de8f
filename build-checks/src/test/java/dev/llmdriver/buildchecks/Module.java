package dev.llmdriver.buildchecks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One Maven module: where its sources and classes are, and what it exports. */
record Module(String name, Path folder) {
    static Module at(Path folder) {
        return new Module(folder.getFileName().toString(), folder);
    }

    Path sources() {
        return folder.resolve("src/main/java");
    }

    Path classes() {
        return folder.resolve("target/classes");
    }

    boolean isPublished() {
        return !folder.startsWith(Modules.ROOT.resolve("examples"))
                && Files.isRegularFile(sources().resolve("module-info.java"));
    }

    ModuleDescriptor descriptor() {
        try (InputStream in = Files.newInputStream(classes().resolve("module-info.class"))) {
            return ModuleDescriptor.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The packages that everybody may use, sorted. */
    Set<String> exportedPackages() {
        Set<String> packages = new TreeSet<>();
        for (ModuleDescriptor.Exports exports : descriptor().exports()) {
            if (!exports.isQualified()) {
                packages.add(exports.source());
            }
        }
        return packages;
    }

    /** The Java files of the main code, sorted. */
    List<Path> javaFiles() {
        return filesBelow(sources(), ".java");
    }

    /** The class files of the main code, sorted. */
    List<Path> classFiles() {
        return filesBelow(classes(), ".class");
    }

    /** The package of a Java or class file below {@code base}, dotted. */
    static String packageOf(Path base, Path file) {
        return base.relativize(file.getParent()).toString().replace('/', '.').replace('\\', '.');
    }

    private static List<Path> filesBelow(Path base, String suffix) {
        if (!Files.isDirectory(base)) {
            throw new IllegalStateException(base + " is missing: compile all modules first (mvnw test)");
        }
        try (Stream<Path> files = Files.walk(base)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
