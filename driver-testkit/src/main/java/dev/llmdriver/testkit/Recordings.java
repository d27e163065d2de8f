package dev.llmdriver.testkit;

import dev.llmdriver.testkit.internal.RecordingJson;
import dev.llmdriver.testkit.internal.VcrYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Reads recordings. Two forms are known, told apart by the ending of the file's name.
 *
 * <p>{@code .jsonl} is the testkit's own: one JSON object on a line for each exchange. All fields may be absent or null.
 * <ul>
 *   <li>{@code provider}, {@code api}, {@code source}, {@code fidelity}: text, see {@link Recording};
 *   <li>{@code method}, {@code path}, {@code query}: of the request;
 *   <li>{@code request_headers}: an object, names in lower case;
 *   <li>{@code request_body}: the JSON itself; else {@code request_text}, else {@code request_base64} where it is no UTF-8;
 *   <li>{@code streaming}: true if a stream was asked for;
 *   <li>{@code status}: a number; {@code response_headers}: an object, names in lower case;
 *   <li>{@code response_body}: text, decompressed; else {@code response_base64} where it is no UTF-8;
 *   <li>{@code chunk_sizes}: how many bytes of the body came at a time;
 *   <li>{@code response_streamed}: true if the answer is a stream;
 *   <li>{@code complete}: false if the answer broke off or the client left.
 * </ul>
 * Other fields are left alone.
 *
 * <p>{@code .yaml} and {@code .yml} are cassettes of vcrpy and of go-vcr; reading them needs {@code org.yaml:snakeyaml} beside the
 * testkit. Bodies may be text, {@code !!binary}, compressed by gzip, or a {@code parsed_body}; tags of Python's types
 * mean nothing. A cassette does not say what is a stream: answers whose type or first line is one of server-sent events or of JSON
 * lines are taken for streams.
 */
public final class Recordings {
    private static final String PLACE = "LLM_RECORDINGS";
    private static final Path USUAL = Path.of("..", "..", "shared", "recordings");

    private Recordings() {}

    /**
     * Reads a file, or all files of a folder that end in {@code .jsonl}, in the order of their names.
     *
     * @return the recordings in their order
     * @throws IllegalArgumentException if the file is not of a known form; it says where and why
     * @throws IllegalStateException if it is YAML and SnakeYAML is missing
     */
    public static List<Recording> read(Path place) {
        try {
            return Files.isDirectory(place) ? folder(place) : file(place);
        } catch (IOException e) {
            throw new UncheckedIOException("These recordings cannot be read: " + place, e);
        }
    }

    /**
     * {@return the folder of recordings that are no part of a repository: the system property or the environment variable
     * {@code LLM_RECORDINGS} names it; otherwise it is {@code ../../shared/recordings}, seen from the working folder. It need not
     * exist}
     */
    public static Path folder() {
        return Optional.ofNullable(System.getProperty(PLACE))
                .or(() -> Optional.ofNullable(System.getenv(PLACE)))
                .filter(named -> !named.isBlank())
                .map(Path::of)
                .orElse(USUAL)
                .toAbsolutePath()
                .normalize();
    }

    /** {@return the same, if it exists; otherwise JUnit skips the test, and the reason says where the folder was looked for} */
    public static Path assumeFolder() {
        Path folder = folder();
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                () -> "skipped, nothing was replayed: no recordings in " + folder + "; set " + PLACE
                        + " to their folder");
        return folder;
    }

    private static List<Recording> folder(Path folder) throws IOException {
        List<Recording> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
                all.addAll(file(file));
            }
        }
        return all;
    }

    private static List<Recording> file(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".jsonl")) {
            return lines(file);
        }
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return yaml(file);
        }
        throw new IllegalArgumentException("A recording ends in .jsonl, .yaml or .yml; this does not: " + file);
    }

    private static List<Recording> lines(Path file) throws IOException {
        List<Recording> recordings = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank()) {
                recordings.add(line(line, file, number));
            }
        }
        return recordings;
    }

    private static Recording line(String line, Path file, int number) {
        try {
            return RecordingJson.read(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ", line " + number + ": " + e.getMessage(), e);
        }
    }

    private static List<Recording> yaml(Path file) throws IOException {
        try {
            return VcrYaml.read(Files.readString(file), file.toString());
        } catch (NoClassDefFoundError absent) {
            throw new IllegalStateException(
                    "Reading " + file + " needs SnakeYAML: add org.yaml:snakeyaml to the tests' dependencies", absent);
        }
    }
}
