package dev.llmdriver.examples.dataanalyst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but one reading SELECT of the table is run; and what slips through a reader's eye, the locks stop. */
class HostileSqlTest {
    @TempDir
    private static Path folder;

    private static Database database;

    @BeforeAll
    static void open() throws IOException {
        Path data = folder.resolve("some.csv");
        Files.write(data, List.of("id,name", "1,one", "2,two"));
        Files.writeString(folder.resolve("secret.csv"), "a,b\n3,4\n");
        database = Database.open(data, Duration.ofSeconds(60));
    }

    @AfterAll
    static void close() throws IOException {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; DROP TABLE data",
                "SELECT 1; SELECT 2",
                "DROP TABLE data",
                "DELETE FROM data",
                "INSERT INTO data VALUES (3, 'three')",
                "UPDATE data SET id = 3 RETURNING *",
                "CREATE TABLE more AS SELECT * FROM data",
                "WITH x AS (DELETE FROM data RETURNING *) SELECT * FROM x",
                "WITH x AS (INSERT INTO data VALUES (3, 'three') RETURNING *) SELECT * FROM x",
                "WITH x AS (UPDATE data SET id = 3 RETURNING *) SELECT * FROM x",
                "SELECT * FROM (WITH x AS (DELETE FROM data RETURNING *) SELECT * FROM x)",
                "COPY data TO '@/out.csv'",
                "COPY (SELECT * FROM data) TO '@/out.csv'",
                "EXPORT DATABASE '@/out'",
                "ATTACH '@/other.duckdb'",
                "DETACH data",
                "INSTALL httpfs",
                "LOAD httpfs",
                "SET threads = 64",
                "RESET lock_configuration",
                "PRAGMA database_list",
                "CALL pragma_version()",
                "EXPLAIN ANALYZE SELECT 1",
                "DESCRIBE data",
                "SHOW ALL TABLES",
                "SELECT * FROM '@/secret.csv'",
                "FROM '@/secret.csv'",
                "SELECT * FROM \"@/secret.csv\"",
                "SELECT * FROM read_csv('@/secret.csv')",
                "SELECT * FROM READ_TEXT('@/secret.csv')",
                "SELECT (SELECT content FROM read_text('@/secret.csv'))",
                "SELECT * FROM data UNION ALL SELECT * FROM read_csv('@/secret.csv')",
                "SELECT * FROM glob('@/*')",
                "SELECT * FROM sniff_csv('@/secret.csv')",
                "SELECT * FROM query('SELECT * FROM read_text(''@/secret.csv'')')",
                "SELECT * FROM query_table('@/secret.csv')",
                "SELECT * FROM duckdb_settings()",
                "SELECT * FROM information_schema.tables",
                "SELECT * FROM memory.main.data",
                "SELECT getenv('HOME')",
                "SELECT current_setting('temp_directory')",
                "SELECT * FROM /* data */ other -- data",
                "/* SELECT 1 */ DROP /* ; */ TABLE data --",
                "SELECT FROM WHERE",
                "",
            })
    void isRefusedAndChangesNothing(String sql) throws Refused {
        String here = sql.replace("@", folder.toString());
        assertThatThrownBy(() -> database.query(here, 10)).as(here).isInstanceOf(Refused.class);
        assertThat(database.query("SELECT count(*), sum(id) FROM data", 1)
                        .rows()
                        .toString())
                .isEqualTo("[[2, 3]]");
        assertThat(folder).isDirectoryNotContaining("glob:**/out*").isDirectoryNotContaining("glob:**/other*");
    }

    /** The same without the check: the locks are a wall of their own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM data",
                "WITH x AS (DELETE FROM data RETURNING *) SELECT * FROM x",
                "DROP TABLE data",
                "CREATE TABLE more AS SELECT * FROM data",
                "COPY data TO '@/out.csv'",
                "ATTACH '@/other.duckdb'",
                "INSTALL httpfs",
                "SET threads = 64",
                "SET enable_external_access = true",
                "SELECT * FROM read_csv('@/secret.csv')",
                "SELECT * FROM '@/secret.csv'",
                "SELECT * FROM glob('@/*')",
            })
    void theLocksAloneStopIt(String sql) {
        String here = sql.replace("@", folder.toString());
        assertThatThrownBy(() -> database.run(here, 10)).as(here).isInstanceOf(Refused.class);
        assertThat(folder).isDirectoryNotContaining("glob:**/out*").isDirectoryNotContaining("glob:**/other*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM data",
                "select name from DATA where id > 1 -- DROP TABLE data",
                "FROM data SELECT id",
                "WITH x AS (SELECT * FROM data) SELECT count(*) FROM x JOIN data USING (id)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT * FROM n",
                "SELECT i, id FROM range(3) t(i) LEFT JOIN data ON id = i ORDER BY 1",
                "SELECT 'DROP TABLE data; SELECT 1' AS words;",
                "SELECT id, row_number() OVER (ORDER BY id) FROM data UNION ALL SELECT 1, 2",
                "SELECT unnest([1, 2, 3])",
                "SELECT * FROM (VALUES (1), (2)) v(x)",
            })
    void readingIsFine(String sql) throws Refused {
        assertThat(database.query(sql, 10).rows()).isNotEmpty();
    }

    /** Parser and planner go a level deeper for each; were there no bound, this would end the process. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT | abs( | 1 | )",
                "FROM | (FROM | data | )",
                "SELECT | (SELECT | 1 | )",
                "SELECT 1 WHERE | EXISTS(SELECT 1 WHERE | true | )",
                "SELECT 0 UNION | (SELECT 1 UNION | SELECT 2 | )",
                "FROM data UNION | (WITH x AS (FROM data) FROM x UNION | FROM data | )",
            })
    void depthIsBounded(String start, String level, String middle, String end) throws Refused {
        assertThat(database.query(nested(20, start, level, middle, end), 10).rows())
                .isNotEmpty();
        int most = 3_900 / (level.length() + end.length() + 2);
        assertThatThrownBy(() -> database.query(nested(most, start, level, middle, end), 10))
                .isInstanceOf(Refused.class)
                .hasMessageFindingMatch("nested too deeply|expression depth");
        assertThatThrownBy(() -> database.query(nested(100_000, start, level, middle, end), 10))
                .isInstanceOf(Refused.class)
                .hasMessage("a statement has 4000 characters at most");
    }

    private static String nested(int times, String start, String level, String middle, String end) {
        return start + " " + (level + " ").repeat(times) + middle + (" " + end).repeat(times);
    }

    @Test
    void whatTakesTooLongIsStopped() throws IOException {
        try (Database hasty = Database.open(folder.resolve("some.csv"), Duration.ofMillis(300))) {
            assertThatThrownBy(() -> hasty.query("SELECT count(*) FROM range(10000000) a, range(10000000) b", 10))
                    .isInstanceOf(Refused.class)
                    .hasMessage("the query took more than 300 ms: ask for less");
            assertThatThrownBy(
                            () -> hasty.query("SELECT i FROM range(1000000000000) t(i) WHERE i % 999999999999 = 7", 10))
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void whatTakesTooMuchMemoryIsStopped() {
        assertThatThrownBy(() -> database.query("SELECT list(i) FROM range(2000000000) t(i)", 10))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("Out of Memory");
    }
}
