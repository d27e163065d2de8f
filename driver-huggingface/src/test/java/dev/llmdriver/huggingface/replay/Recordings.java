package dev.llmdriver.huggingface.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The folder of recordings beside the repository, or where {@code LLM_RECORDINGS} (property or environment) says. */
final class Recordings {
    static final ObjectMapper JSON = new ObjectMapper();

    private Recordings() {}

    /** The recordings are not part of the repository: without them a test is skipped, and says so. */
    static void assumePresent() {
        Assumptions.assumeTrue(isPresent(), Recordings::absent);
    }

    static boolean isPresent() {
        return Files.isDirectory(interactions());
    }

    static String absent() {
        return "skipped, nothing was replayed: no recordings in "
                + interactions().toAbsolutePath().normalize() + "; set LLM_RECORDINGS to their folder";
    }

    static List<Path> files() {
        try (Stream<Path> found = Files.list(interactions())) {
            List<Path> files = found.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
            assertThat(files).as("files of recordings").isNotEmpty();
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Recording> read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(Recordings::tree).map(Recording::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + json, e);
        }
    }

    private static Path interactions() {
        return configured()
                .map(Path::of)
                .orElseGet(() -> Path.of("..", "..", "shared", "recordings"))
                .resolve("interactions");
    }

    private static Optional<String> configured() {
        return Optional.ofNullable(System.getProperty("LLM_RECORDINGS"))
                .or(() -> Optional.ofNullable(System.getenv("LLM_RECORDINGS")))
                .filter(folder -> !folder.isBlank());
    }
}
