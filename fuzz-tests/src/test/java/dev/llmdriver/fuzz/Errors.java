package dev.llmdriver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.Headers;
import java.net.URI;
import java.util.List;

/** Error tables: every error has a kind, whatever the provider says. */
public final class Errors implements FuzzTarget {
    private static final List<Integer> STATUSES =
            List.of(0, 400, 401, 402, 403, 404, 405, 408, 413, 422, 424, 429, 500, 501, 502, 503, 504, 529, 302, 407);

    private final ErrorClassifier errors;
    private final URI uri;
    private final List<byte[]> seeds;

    /** Makes the target of a table that is asked about answers from an address. */
    public Errors(ErrorClassifier errors, String uri, List<byte[]> seeds) {
        this.errors = errors;
        this.uri = URI.create(uri);
        this.seeds = seeds;
    }

    ErrorClassifier classifier() {
        return errors;
    }

    @Override
    public void feed(byte[] bytes) {
        Input input = Input.of(bytes);
        int status = STATUSES.get(input.choice() % STATUSES.size());
        ErrorFacts.Builder facts = ErrorFacts.builder(status).uri(uri);
        String text = input.text();
        int bar = text.indexOf('\u0001');
        String body = bar < 0 ? text : text.substring(bar + 1);
        if (bar > 0) {
            String header = text.substring(0, bar);
            facts.headers(Headers.none().with("Retry-After", header).with("X-Error-Message", header));
        }
        LlmException error = errors.classify(facts.body(body).build()).build();
        assertThat(error.getMessage()).isNotBlank();
        assertThat(error.getMessage().length()).isLessThan(2000);
        assertThat(error.excerpt().orElse("").length()).isLessThan(2100);
        error.retryAfter()
                .ifPresent(hint -> assertThat(hint).isBetween(java.time.Duration.ZERO, java.time.Duration.ofDays(31)));
    }

    @Override
    public List<byte[]> seeds() {
        return seeds;
    }
}
