package dev.llmdriver.server.internal.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/errors.md tells of each kind what is so. */
class ErrorsPageTest {
    @Test
    void eachKindHasItsClassItsAdviceAndItsStatus() throws IOException {
        List<String[]> rows = Files.readAllLines(Path.of("../docs/errors.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.replace("`", "").split(" *\\| *", -1))
                .toList();

        assertThat(rows.stream().map(row -> row[1] + " " + row[2].split(",")[0] + " " + row[4] + " " + row[5]))
                .containsExactlyElementsOf(
                        Stream.of(ErrorKind.values()).map(ErrorsPageTest::row).toList());
    }

    private static String row(ErrorKind kind) {
        LlmException error = LlmException.builder(kind, "why; what to do").build();
        return kind.wireName() + " " + error.getClass().getSimpleName() + " "
                + kind.advice().name().toLowerCase(Locale.ROOT) + " "
                + ErrorRows.of(kind).status();
    }
}
