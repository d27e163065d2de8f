package dev.llmdriver.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One rule of the contract, one test, both ways. */
class RulebookTest {
    private static final Path ROOT = root();

    /** The folder above that holds the contract, wherever the tests run. */
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("docs/CONTRACT.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static List<String> contract() throws IOException {
        Matcher rules = Pattern.compile("^- \\*\\*([A-Z][0-9]+)\\*\\*", Pattern.MULTILINE)
                .matcher(Files.readString(ROOT.resolve("docs/CONTRACT.md")));
        return rules.results().map(found -> found.group(1)).toList();
    }

    @Test
    void everyRuleHasOneTestOrIsProvedElsewhere() throws IOException {
        List<String> tested = TckRunner.rules();
        assertThat(tested).as("tests, one for each rule").doesNotHaveDuplicates();
        assertThat(tested)
                .as("rules with a test that are proved elsewhere too")
                .doesNotContainAnyElementsOf(Elsewhere.RULES.keySet());
        Set<String> known = new TreeSet<>(tested);
        known.addAll(Elsewhere.RULES.keySet());
        assertThat(known).isEqualTo(new TreeSet<>(contract()));
    }

    static Stream<Map.Entry<String, String>> elsewhere() {
        return Elsewhere.RULES.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("elsewhere")
    void whereARuleIsProvedThereIsATest(Map.Entry<String, String> rule) throws IOException {
        MatchResult test = Pattern.compile("([a-z-]+)/(\\w+Test)")
                .matcher(rule.getValue())
                .results()
                .findFirst()
                .orElseThrow();
        try (Stream<Path> files = Files.walk(ROOT.resolve(test.group(1)).resolve("src/test/java"))) {
            assertThat(files.map(file -> file.getFileName().toString())).contains(test.group(2) + ".java");
        }
    }
}
