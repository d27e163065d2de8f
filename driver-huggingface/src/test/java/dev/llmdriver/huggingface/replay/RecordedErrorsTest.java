package dev.llmdriver.huggingface.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.ErrorRow;
import dev.llmdriver.http.ErrorTable;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.endpoint.EndpointResolver;
import dev.llmdriver.huggingface.internal.error.ErrorBodyParser;
import dev.llmdriver.huggingface.internal.error.HuggingFaceErrors;
import dev.llmdriver.testkit.replay.ReplayCase;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every recorded error finds a row of its own; few may fall through to those that catch the rest. */
class RecordedErrorsTest {
    private static final int ERRORS = 77;
    private static final int MOST_CAUGHT_BY_THE_REST = 0;

    private static final URI BASE = URI.create("https://endpoint.example");
    private static final ErrorTable TABLE =
            new HuggingFaceErrors(new EndpointResolver("dedicated", Dialect.AUTO, Map.of()).resolve(BASE)).table();

    @Test
    void hardlyAnErrorIsUnknown() {
        List<ReplayCase> errors = Arrays.stream(Group.values())
                .flatMap(group -> group.cases().stream())
                .filter(played -> played.recording().status() >= 400)
                .toList();
        assertThat(errors).as("recorded errors; set ERRORS if they have grown").hasSize(ERRORS);
        List<ErrorRow> rows = errors.stream().map(RecordedErrorsTest::row).toList();
        List<ErrorRow> rest = rows.stream().filter(ErrorRow::isCatchAll).toList();
        System.out.printf(
                "%d recorded errors, %d caught by the rest; by row: %s%n",
                rows.size(),
                rest.size(),
                rows.stream().collect(Collectors.groupingBy(ErrorRow::toString, TreeMap::new, Collectors.counting())));
        assertThat(rest)
                .as("errors that no row but the last ones knows")
                .hasSizeLessThanOrEqualTo(MOST_CAUGHT_BY_THE_REST);
    }

    private static ErrorRow row(ReplayCase played) {
        return TABLE.match(
                ErrorBodyParser.parse(ErrorFacts.builder(played.recording().status())
                        .uri(BASE)
                        .body(played.recording().body())
                        .build()));
    }
}
