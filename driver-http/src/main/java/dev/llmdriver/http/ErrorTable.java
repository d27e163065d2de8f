package dev.llmdriver.http;

import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A provider's errors as data: ordered rows of which the first that matches decides. After the driver's own rows stand those for what
 * lies between, such as a proxy that wants a password, and rows that catch the rest by status. Thread-safe.
 */
public final class ErrorTable implements ErrorClassifier {
    private static final int SHOWN = 300;

    private final Supplier<List<ErrorRow>> source;
    private volatile @Nullable List<ErrorRow> rows;

    private ErrorTable(Supplier<List<ErrorRow>> source) {
        this.source = source;
    }

    /**
     * Creates a table.
     *
     * @param rows the driver's own, in order; rows for proxies and the catch-all rows follow by themselves
     * @return the table
     * @throws IllegalArgumentException if two have the same id
     */
    public static ErrorTable of(List<ErrorRow> rows) {
        List<ErrorRow> own = List.copyOf(rows);
        ErrorTable table = of(() -> own);
        table.rows();
        return table;
    }

    /**
     * Creates a table whose rows are made when the first error comes: most programs start, and many end, without one.
     *
     * @param rows makes the driver's own, in order, the same each time it is asked
     * @return the table
     */
    public static ErrorTable of(Supplier<List<ErrorRow>> rows) {
        return new ErrorTable(Objects.requireNonNull(rows, "rows"));
    }

    private static List<ErrorRow> complete(List<ErrorRow> own) {
        List<ErrorRow> all = new ArrayList<>(own);
        all.addAll(between());
        all.addAll(rest());
        Set<String> ids = new HashSet<>();
        for (ErrorRow row : all) {
            if (!ids.add(row.id())) {
                throw new IllegalArgumentException("two rows have the id '" + row.id() + "'");
            }
        }
        return List.copyOf(all);
    }

    private static List<ErrorRow> between() {
        return List.of(
                ErrorRow.builder("proxy-407", ErrorKind.CONNECT_FAILED, "the proxy wants a user and a password")
                        .status(407)
                        .reason("proxy")
                        .advice(Advice.STOP)
                        .remedy("set the options proxy-user and proxy-password")
                        .build(),
                ErrorRow.builder("redirect", ErrorKind.CONFIGURATION, "the server sends the request elsewhere")
                        .statusBetween(300, 399)
                        .reason("redirect")
                        .remedy("set base-url to the address it names, if you trust it")
                        .build(),
                ErrorRow.builder("waited-too-long", ErrorKind.SERVER_ERROR, "a server waited too long, not this client")
                        .status(408, 504)
                        .reason("gateway_timeout")
                        .remedy("ask again, or for a shorter answer")
                        .build());
    }

    private static List<ErrorRow> rest() {
        return List.of(
                ErrorRow.builder("other-4xx", ErrorKind.INVALID_REQUEST, "the provider refused the request")
                        .statusBetween(400, 499)
                        .catchAll()
                        .remedy("correct the request")
                        .build(),
                ErrorRow.builder("other-5xx", ErrorKind.SERVER_ERROR, "the provider failed")
                        .statusBetween(500, 599)
                        .catchAll()
                        .remedy("ask again later")
                        .build(),
                ErrorRow.builder("other", ErrorKind.SERVER_ERROR, "the provider answered with an error")
                        .catchAll()
                        .remedy("ask again later")
                        .build());
    }

    /**
     * {@return all rows in order}
     *
     * @throws IllegalArgumentException if two have the same id
     */
    public List<ErrorRow> rows() {
        List<ErrorRow> made = rows;
        if (made == null) {
            made = complete(source.get()); // twice at worst, and the same
            rows = made;
        }
        return made;
    }

    /** {@return the first row that matches; there always is one} */
    public ErrorRow match(ErrorFacts facts) {
        return rows().stream()
                .filter(row -> row.matches(facts))
                .findFirst()
                .orElseThrow(); // the last row matches everything
    }

    @Override
    public LlmExceptionBuilder classify(ErrorFacts facts) {
        ErrorRow row = match(facts);
        LlmExceptionBuilder error = LlmException.builder(row.kind(), message(row, facts))
                .reason(row.reason())
                .advice(row.advice())
                .excerpt(facts.body());
        if (facts.status() > 0) {
            error.status(facts.status());
        }
        if (!(facts.code() + facts.type()).isEmpty()) {
            error.code(facts.code().isEmpty() ? facts.type() : facts.code());
        }
        row.hint(facts).ifPresent(error::retryAfter);
        return error;
    }

    private static String message(ErrorRow row, ErrorFacts facts) {
        StringBuilder text = new StringBuilder(row.summary());
        if (facts.status() > 0) {
            text.append(" (HTTP ").append(facts.status()).append(')');
        }
        if (!facts.message().isBlank()) {
            text.append(": ").append(oneLine(facts.message()));
        }
        if (!row.remedy().isEmpty()) {
            int end = text.length() - 1;
            text.setLength(text.charAt(end) == '.' ? end : end + 1); // the provider's full stop is not the sentence's
            text.append("; ").append(row.remedy());
        }
        return text.toString();
    }

    private static String oneLine(String message) {
        String line = message.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }

    @Override
    public String toString() {
        return "ErrorTable[" + rows().size() + " rows]";
    }
}
