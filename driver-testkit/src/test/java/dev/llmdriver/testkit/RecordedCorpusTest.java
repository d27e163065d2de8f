package dev.llmdriver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmdriver.testkit.internal.RecordingJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The readers, held against all recordings there are: cassettes, and the same decoded by another program. */
class RecordedCorpusTest {
    private static final int LINES = 1364;
    private static final int FROM_CASSETTES = 564;
    private static final int DOWNLOADS = 1;

    @Test
    void everyLineIsReadAndCanBeWritten() {
        List<Recording> all = decoded();
        assertThat(all.size()).as("recordings; set LINES if they have grown").isEqualTo(LINES);
        for (Recording recording : all) {
            assertSame(RecordingJson.read(RecordingJson.write(recording)), recording);
        }
        assertThat(all)
                .filteredOn(r -> !r.chunkSizes().isEmpty())
                .isNotEmpty()
                .allSatisfy(r -> assertThat(r.chunkSizes().stream()
                                .mapToInt(Integer::intValue)
                                .sum())
                        .isEqualTo(r.bytes().length));
    }

    @Test
    void cassettesAreReadAsTheOtherProgramReadsThem() throws IOException {
        Map<String, Recording> decoded =
                decoded().stream().collect(Collectors.toMap(Recording::source, Function.identity(), (a, b) -> a));
        List<Recording> compared = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (Path cassette : cassettes()) {
            for (Recording recording : Recordings.read(cassette)) {
                Recording other = decoded.get(source(recording));
                if (other == null) {
                    left.add(source(recording));
                } else {
                    assertSame(recording, other);
                    compared.add(other);
                }
            }
        }
        assertThat(compared.size())
                .as("recordings from cassettes; set FROM_CASSETTES if they have grown")
                .isEqualTo(FROM_CASSETTES);
        assertThat(left)
                .as("recordings that the other program left out: downloads of papers")
                .hasSize(DOWNLOADS);
    }

    private static List<Recording> decoded() {
        return Recordings.read(Recordings.assumeFolder().resolve("interactions"));
    }

    private static List<Path> cassettes() throws IOException {
        try (Stream<Path> files = Files.walk(Recordings.folder())) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .filter(RecordedCorpusTest::isCassette)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isCassette(Path file) {
        try {
            return Files.readString(file).matches("(?s)(.*\n)?interactions:.*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return owner/repository:path#number, as the other program says it} */
    private static String source(Recording recording) {
        Path path = Recordings.folder().relativize(Path.of(recording.source()));
        return path.getName(1).toString().replaceFirst("__", "/") + ":" + path.subpath(2, path.getNameCount());
    }

    private static void assertSame(Recording one, Recording other) {
        assertThat(one.method()).as("method of %s", other).isEqualTo(other.method());
        assertThat(one.query()).as("query of %s", other).isEqualTo(other.query());
        assertThat(one.status()).as("status of %s", other).isEqualTo(other.status());
        assertThat(one.headers()).as("headers of %s", other).isEqualTo(other.headers());
        if (!other.body().startsWith("[")) { // an array is a stream only to who knows the provider
            assertThat(one.streamed()).as("%s is a stream", other).isEqualTo(other.streamed());
        }
        assertThat(one.complete()).as("%s is complete", other).isEqualTo(other.complete());
        if (!other.requestBody().isEmpty()) { // the other program keeps no uploads
            assertThat(json(one.requestBody())).as("request of %s", other).isEqualTo(json(other.requestBody()));
        }
        if (other.fidelity().equals("wire")) {
            assertThat(one.bytes()).as("body of %s", other).isEqualTo(other.bytes());
        } else {
            assertThat(json(one.body())).as("body of %s", other).isEqualTo(json(other.body()));
        }
    }

    private static Object json(String text) {
        try {
            JsonNode tree = new ObjectMapper().readTree(text);
            return tree.isContainerNode() ? tree : text;
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
