package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2015-10-21T07:28:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "retry-after    | 30                            | PT30S",
                "Retry-After    | 1.5                           | PT1.5S",
                "Retry-After    | 0                             | PT0S",
                "Retry-After    | Wed, 21 Oct 2015 07:28:20 GMT | PT20S",
                "Retry-After    | Wed, 21 Oct 2015 07:20:00 GMT | PT0S",
                "Retry-After    | -5                            | ",
                "Retry-After    | soon                          | ",
                "Retry-After    | 99999999999                   | ",
                "Retry-After    | 2678400                       | PT744H",
                "Retry-After    | 2678401                       | ",
                "Retry-After    | ` 30 `                        | PT30S",
                "Retry-After    | ` Wed, 21 Oct 2015 07:28:20 GMT ` | PT20S",
                "retry-after-ms | 250                           | PT0.25S",
                "RateLimit      | \"api\";r=0;t=295             | PT4M55S",
                "RateLimit      | \"api\";r=10;t=295            | ",
                "RateLimit      | \"api\";t=295                 | ",
            })
    void hintsAreReadAndNonsenseIsNone(String name, String value, Duration expected) {
        assertThat(RetryAfter.of(Headers.none().with(name, value), NOW)).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource({"PT40S"})
    void dateIsTakenRelativeToTheServersClock(Duration expected) {
        Headers headers = Headers.of(
                Map.of("Date", "Wed, 21 Oct 2015 08:00:00 GMT", "Retry-After", "Wed, 21 Oct 2015 08:00:40 GMT"));
        assertThat(RetryAfter.of(headers, NOW)).contains(expected);
    }
}
