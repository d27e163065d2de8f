package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the pages show compiles, for it stands in {@link DocExamples}. */
class DocsTest {
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyExampleIsCompiled() throws IOException {
        String compiled = plain(Files.readString(
                Path.of("src/test/java", DocExamples.class.getName().replace('.', '/') + ".java")));
        int blocks = 0;
        for (String page : List.of("tools", "structured-output", "conversation")) {
            Matcher block = BLOCK.matcher(Files.readString(Path.of("../docs", page + ".md")));
            while (block.find()) {
                blocks++;
                assertThat(compiled).as("an example in docs/%s.md", page).contains(plain(block.group(1)));
            }
        }
        assertThat(blocks).isEqualTo(11);
    }

    /** Without spaces, which the formatter puts elsewhere than a page does. */
    private static String plain(String code) {
        return code.replaceAll("\\s+", "");
    }
}
