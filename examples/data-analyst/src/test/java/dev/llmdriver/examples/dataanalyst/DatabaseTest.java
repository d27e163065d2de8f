package dev.llmdriver.examples.dataanalyst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in a file is what queries give, as JSON can say it. */
class DatabaseTest {
    @TempDir
    private Path folder;

    private Database open(String name, String... lines) throws IOException {
        return Database.open(Files.write(folder.resolve(name), List.of(lines)), Duration.ofSeconds(60));
    }

    @Test
    void filesOfEachKindAreRead() throws IOException, Refused {
        try (Database csv = open("it's.CSV", "time,n", "2020-01-02 03:04:05,1.5")) {
            assertThat(csv.columns()).isEqualTo(Map.of("time", "TIMESTAMP", "n", "DOUBLE"));
            assertThat(csv.query("SELECT * FROM data", 5).rows())
                    .isEqualTo(List.of(List.of("2020-01-02T03:04:05", 1.5)));
        }
        try (Database json = open("a.jsonl", "{\"a\": 1}", "{\"a\": 2}")) {
            assertThat(json.query("SELECT sum(a)::INT FROM data", 5).rows()).isEqualTo(List.of(List.of(3)));
        }
    }

    @Test
    void valuesAreWhatJsonCanSay() throws IOException, Refused {
        try (Database database = open("a.csv", "a", "1")) {
            Table table =
                    database.query("SELECT NULL, 'NaN'::DOUBLE, true, DATE '2020-01-02', [1, 2], repeat('x', 2000)", 5);
            assertThat(table.rows())
                    .isEqualTo(
                            List.of(Arrays.asList(null, null, true, "2020-01-02", "[1, 2]", "x".repeat(1000) + "…")));
        }
    }

    @Test
    void rowsAreBounded() throws IOException, Refused {
        try (Database database = open("a.csv", "a", "1")) {
            assertThat(database.query("SELECT i FROM range(1000000000000) t(i)", 3))
                    .isEqualTo(new Table(List.of("i"), List.of(List.of(0L), List.of(1L), List.of(2L)), true));
            assertThat(database.query("SELECT i FROM range(3) t(i)", 3).truncated())
                    .isFalse();
        }
    }

    @Test
    void orderCommentsAndSemicolonsMakeNoDifference() throws IOException, Refused {
        try (Database database = open("a.csv", "a", "2", "3", "1")) {
            assertThat(database.query("SELECT a AS n, a FROM data ORDER BY a DESC -- the largest first\n; -- end", 2))
                    .isEqualTo(new Table(List.of("n", "a"), List.of(List.of(3L, 3L), List.of(2L, 2L)), true));
        }
    }

    @Test
    void whatFailsSaysWhy() throws IOException {
        try (Database database = open("a.csv", "a", "x")) {
            assertThatThrownBy(() -> database.query("SELECT a::INT FROM data", 2))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("Could not convert string 'x'");
        }
    }

    @Test
    void whatCannotBeReadIsSaid() {
        assertThatThrownBy(() -> open("a.xls", "x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("must end with .csv");
        assertThatThrownBy(() -> open("a.csv"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there are no rows in it");
        assertThatThrownBy(() -> open("a.parquet", "x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read");
    }
}
