package dev.llmdriver.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README shows the tagged regions of this module's classes, word for word. */
class ReadmeTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    @ParameterizedTest
    @ValueSource(strings = {"Blocking", "Streaming", "Async", "Tools", "Structured", "Errors", "Pictures", "Vectors"})
    void readmeShowsTheRegion(String example) throws IOException {
        String source = Files.readString(
                MODULE.resolve("src/main/java/dev/llmdriver/examples/quickstart/" + example + ".java"));
        String readme = Files.readString(MODULE.resolve("../../README.md"));
        assertThat(readme).contains("```java\n" + region(source) + "```");
    }

    @ParameterizedTest
    @ValueSource(strings = {"twin", "faults"})
    void thePageOfTheTestkitShowsTheRegion(String region) throws IOException {
        String source =
                Files.readString(MODULE.resolve("src/test/java/dev/llmdriver/examples/quickstart/FaultsTest.java"));
        String page = Files.readString(MODULE.resolve("../../docs/testkit.md"));
        String from = source.substring(source.indexOf("// tag::" + region));
        assertThat(page).contains("```java\n" + region(from) + "```");
    }

    private static String region(String source) {
        Matcher matcher = Pattern.compile("// tag::\\w+\\[]\n(.*?)[ ]*// end::", Pattern.DOTALL)
                .matcher(source);
        assertThat(matcher.find()).as("a tagged region").isTrue();
        return matcher.group(1).stripTrailing().stripIndent() + "\n";
    }
}
