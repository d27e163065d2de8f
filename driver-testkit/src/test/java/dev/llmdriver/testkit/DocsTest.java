package dev.llmdriver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/testkit.md} names exists. */
class DocsTest {
    private static final Pattern CALL = Pattern.compile("(?<=[`. (])([a-z]\\w*)\\(");

    @Test
    void everyMethodOfTheTableOfFaultsExists() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "testkit.md"));
        String faults = page.substring(page.indexOf("| Fault | How |"), page.indexOf("## Time"));

        Set<String> named =
                CALL.matcher(faults).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).hasSizeGreaterThan(30);
        assertThat(missing(named)).isEmpty();
    }

    private static Set<String> missing(Set<String> named) {
        Set<String> known = Stream.of(
                        Reply.class, ReplyBuilder.class, RetryHint.class, HuggingFaceErrors.class, GeminiErrors.class)
                .flatMap(type -> Stream.of(type.getMethods()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        return named.stream()
                .map(name -> name.replace("(", ""))
                .filter(name -> !known.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
