package com.acme.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a driver costs its author. */
class SizeTest {
    private static final Path SOURCES = Path.of("src/main/java");

    @Test
    void theWholeDriverHasFewerThanTwoHundredLines() throws IOException {
        long lines = 0;
        for (Path source : sources()) {
            lines += Files.readAllLines(source).stream()
                    .filter(line -> !line.isBlank())
                    .count();
        }
        assertThat(lines).as("lines that are not blank, imports included").isBetween(100L, 199L);
    }

    @Test
    void itStandsOnExportedPackagesAlone() throws IOException {
        for (Path source : sources()) {
            assertThat(Files.readString(source)).doesNotContain(".internal");
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
