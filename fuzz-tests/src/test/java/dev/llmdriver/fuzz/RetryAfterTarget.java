package dev.llmdriver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.http.Headers;
import dev.llmdriver.http.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Hints of how long to wait: whatever stands there, a hint is neither negative nor beyond 31 days. */
final class RetryAfterTarget implements FuzzTarget {
    private static final List<String> NAMES = List.of("retry-after-ms", "Retry-After", "RateLimit", "Date");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public void feed(byte[] bytes) {
        Input input = Input.of(bytes);
        Headers headers = Headers.none();
        String[] values = input.text().split("\n", NAMES.size());
        for (int i = 0; i < values.length; i++) {
            if (!values[i].isEmpty()) {
                headers = headers.with(NAMES.get(i), values[i]);
            }
        }
        RetryAfter.of(headers, NOW).ifPresent(hint -> assertThat(hint).isBetween(Duration.ZERO, Duration.ofDays(31)));
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.raw(0, "250\n20\n\"api\";r=0;t=295\nWed, 21 Oct 2015 07:28:00 GMT"),
                Input.raw(0, "\nWed, 21 Oct 2015 07:28:00 GMT\n\nWed, 21 Oct 2015 07:27:00 GMT"),
                Input.raw(0, "\nWed, 21 Oct +999999999 07:28:00 GMT\n\nWed, 21 Oct 0001 07:27:00 +1800"),
                Input.raw(0, "999999999999.999999999\n-1\n\"a\";q=1, \"b\";r=0;w=3;t=999999999"),
                Input.raw(0, "\n9999999999999999999999"));
    }
}
