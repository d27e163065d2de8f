package dev.llmdriver.gemini.internal.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.ErrorRow;
import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.Recordings;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every recorded error finds a row of its own; few may fall through to those that catch the rest. */
class RecordedErrorsTest {
    private static final int ERRORS = 30;
    private static final int MOST_CAUGHT_BY_THE_REST = 0;
    private static final URI BASE = URI.create("https://generativelanguage.googleapis.com");

    @Test
    void hardlyAnErrorIsUnknown() {
        List<Recording> errors = Recordings.read(Recordings.assumeFolder().resolve("interactions")).stream()
                .filter(recording -> recording.provider().equals("gemini")
                        || recording.provider().equals("vertex"))
                .filter(recording -> recording.status() >= 400)
                .toList();
        assertThat(errors).as("recorded errors; set ERRORS if they have grown").hasSize(ERRORS);
        GeminiErrors table = new GeminiErrors(() -> Instant.EPOCH, model -> false);
        List<ErrorRow> rows = errors.stream().map(error -> row(table, error)).toList();
        List<ErrorRow> rest = rows.stream().filter(ErrorRow::isCatchAll).toList();
        System.out.printf(
                "%d recorded errors, %d caught by the rest; by row: %s%n",
                rows.size(),
                rest.size(),
                rows.stream().collect(Collectors.groupingBy(ErrorRow::toString, TreeMap::new, Collectors.counting())));
        assertThat(rest).hasSizeLessThanOrEqualTo(MOST_CAUGHT_BY_THE_REST);
    }

    private static ErrorRow row(GeminiErrors errors, Recording recording) {
        return errors.table()
                .match(ErrorBodyParser.parse(ErrorFacts.builder(recording.status())
                        .uri(BASE.resolve(recording.path().startsWith("/") ? recording.path() : "/" + recording.path()))
                        .body(recording.body())
                        .build()));
    }
}
