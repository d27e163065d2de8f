package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page for users that lists the rows of a driver's error table, in {@code docs/errors}. A test of each driver compares the page with
 * the table, so that a changed kind, reason, advice or remedy shows in review; {@code -Derrors.update=true} writes it anew. Reaches the
 * drivers' tests in driver-http's test jar.
 */
public final class ErrorPage {
    private static final Path FOLDER = Path.of("..", "docs", "errors");
    private static final String HEAD = """
            # Errors of %s

            What the driver makes of the provider's errors, first match first. The kind is an exception's `kind()`, with the class of
            the same name; reason and advice are its `reason()` and `advice()`; what happened and what to do stand in its message.
            This page is written from the table by `./mvnw -pl driver-%s -am test -Derrors.update=true` and compared by every build.

            | Row | Kind | Reason | Advice | What happened | What to do |
            |---|---|---|---|---|---|
            """;

    private ErrorPage() {}

    /** Fails if the driver's page does not say what the table says, or a row does not say what to do. */
    public static void check(String driver, String name, ErrorTable table) throws IOException {
        assertThat(table.rows())
                .as("rows that say what to do")
                .noneMatch(row -> row.remedy().isBlank());
        Path file = FOLDER.resolve(driver + ".md");
        String text = HEAD.formatted(name, driver)
                + table.rows().stream().map(ErrorPage::line).collect(Collectors.joining());
        if (Boolean.getBoolean("errors.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("docs/errors/%s.md; if the change is meant, run the tests with -Derrors.update=true", driver)
                .isEqualTo(text);
    }

    private static String line(ErrorRow row) {
        return Stream.of(row.id(), lower(row.kind()), row.reason(), lower(row.advice()), row.summary(), row.remedy())
                        .map(cell -> cell.replace("|", "\\|").replace("<", "&lt;"))
                        .collect(Collectors.joining(" | ", "| ", " |"))
                + "\n";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
