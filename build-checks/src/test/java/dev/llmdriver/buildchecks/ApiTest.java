package dev.llmdriver.buildchecks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The public API of each library is written down in {@code build-checks/api}, so that a change of it shows in review. */
class ApiTest {
    private static final Path FOLDER = Modules.ROOT.resolve("build-checks/api");
    private static final int SHOWN = 50;
    private static final boolean UPDATE = Boolean.getBoolean("api.update");
    private static final String ACCEPT = """
            The public API of %s is not what build-checks/api/%s.txt says. If that is meant, run
              ./mvnw -pl build-checks -am test -Dtest=ApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dapi.update=true
            and commit the changed text.""";

    static List<Module> libraries() {
        return Modules.libraries();
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void apiIsAsWrittenDown(Module module) throws IOException {
        Path file = FOLDER.resolve(module + ".txt");
        String actual = String.join("\n", describe(module, new LinkedHashSet<>()));
        if (UPDATE) {
            write(file, actual);
        }
        String expected = Files.exists(file) ? Modules.read(file) : "";
        assertThat(difference(expected, actual)).as(ACCEPT, module, module).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void apiNamesNoHiddenTypes(Module module) {
        Set<Class<?>> named = new LinkedHashSet<>();
        describe(module, named);
        Set<String> exported = new TreeSet<>();
        Modules.published().forEach(each -> exported.addAll(each.exportedPackages()));
        assertThat(named)
                .as("types of ours in the public API of %s that users cannot name", module)
                .allMatch(type -> ApiText.isVisible(type) && exported.contains(type.getPackageName()));
    }

    @Test
    void everyTextBelongsToALibrary() throws IOException {
        if (Files.isDirectory(FOLDER)) {
            try (Stream<Path> files = Files.list(FOLDER)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .isSubsetOf(Modules.libraries().stream()
                                .map(module -> module + ".txt")
                                .toList());
            }
        }
    }

    /** The lines of a module's API; the types of ours that they name are added to {@code named}. */
    private static List<String> describe(Module module, Set<Class<?>> named) {
        ApiText text = new ApiText(type -> {
            if (type.getName().startsWith("dev.llmdriver.")) {
                named.add(type);
            }
        });
        Set<String> exported = module.exportedPackages();
        List<String> lines = new ArrayList<>();
        for (Path file : module.classFiles()) {
            String name = module.classes()
                    .relativize(file)
                    .toString()
                    .replaceAll("\\.class$", "")
                    .replaceAll("[/\\\\]", ".");
            if (exported.contains(Module.packageOf(module.classes(), file)) && !name.endsWith("-info")) {
                List<String> described = text.describe(load(name));
                lines.addAll(described);
                if (!described.isEmpty()) {
                    lines.add("");
                }
            }
        }
        return lines;
    }

    private static void write(Path file, String text) throws IOException {
        if (text.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }
    }

    /** The lines that went and came, each below the name of its type. */
    private static List<String> difference(String expected, String actual) {
        List<String> before = qualified(expected);
        List<String> after = qualified(actual);
        List<String> lines = new ArrayList<>();
        before.stream().filter(line -> !after.contains(line)).forEach(line -> lines.add("- " + line));
        after.stream().filter(line -> !before.contains(line)).forEach(line -> lines.add("+ " + line));
        return lines.size() <= SHOWN
                ? lines
                : Stream.concat(lines.stream().limit(SHOWN), Stream.of("…")).toList();
    }

    private static List<String> qualified(String text) {
        List<String> lines = new ArrayList<>();
        String type = "";
        for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
            if (line.startsWith(" ")) {
                lines.add(type.replaceFirst("[(<].*", "").replaceFirst(" (extends|implements) .*", "") + ": "
                        + line.strip());
            } else {
                type = line;
                lines.add(line);
            }
        }
        return lines;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ApiTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
