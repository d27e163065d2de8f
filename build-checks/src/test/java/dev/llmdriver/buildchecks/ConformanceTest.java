package dev.llmdriver.buildchecks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Draws the table rule × driver from what the conformance kit wrote down in each module, and compares it with
 * {@code docs/CONFORMANCE.md}. A change is accepted by {@code ./mvnw verify -Dconformance.update=true}.
 */
class ConformanceTest {
    private static final Path PAGE = Modules.ROOT.resolve("docs").resolve("CONFORMANCE.md");

    private static final boolean UPDATE = Boolean.getBoolean("conformance.update");

    /** The modules that run the kit, known by their tests. */
    private static List<Module> tested() throws IOException {
        List<Module> tested = new ArrayList<>();
        for (Module module : Modules.all()) {
            Path tests = module.folder().resolve("src/test/java");
            if (Files.isDirectory(tests)) {
                try (Stream<Path> files = Files.walk(tests)) {
                    if (files.anyMatch(file -> file.getFileName().toString().endsWith("TckTest.java")
                            && Modules.read(file).contains("extends DriverTck"))) {
                        tested.add(module);
                    }
                }
            }
        }
        return tested;
    }

    private static List<Path> results(Module module) throws IOException {
        Path folder = module.folder().resolve("target/tck");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theTableIsAsWrittenDown() throws IOException {
        List<ConformanceTable.Driver> drivers = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (Module module : tested()) {
            List<Path> results = results(module);
            if (results.isEmpty()) {
                absent.add(module.name());
            }
            for (Path result : results) {
                drivers.add(ConformanceTable.read(result));
            }
        }
        ConformanceTable table = new ConformanceTable(drivers);
        System.out.println(table.brief());
        assumeThat(absent)
                .as("modules whose tests were not run in this build, so that the table is not whole")
                .isEmpty();
        if (UPDATE) {
            Files.writeString(PAGE, table.page());
        }
        assertThat(Files.exists(PAGE) ? Modules.read(PAGE) : "")
                .as("docs/CONFORMANCE.md; accept a change by ./mvnw verify -Dconformance.update=true")
                .isEqualTo(table.page());
        assertThat(table.broken()).as("broken rules").isEmpty();
    }
}
