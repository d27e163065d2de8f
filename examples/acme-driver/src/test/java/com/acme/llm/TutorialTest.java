package com.acme.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tutorial shows this driver as it is, and all of it. */
class TutorialTest {
    private static final Path PAGE = Path.of("../../docs/writing-a-driver.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyPieceOfCodeStandsInTheSources() throws IOException {
        List<String> sources = sources("src");
        for (String piece : pieces()) {
            assertThat(sources).as("\n%s", piece).anyMatch(source -> source.contains(piece));
        }
    }

    @Test
    void everyLineOfTheDriverIsShown() throws IOException {
        String shown = String.join("", pieces());
        for (String source : sources("src/main/java")) {
            assertThat(source.lines())
                    .filteredOn(line -> !line.isBlank() && !line.matches("(package|import|/\\*\\*).*"))
                    .allSatisfy(line -> assertThat(shown).contains(line + "\n"));
        }
    }

    /** Without JUnit the kit would not run, and with no version nothing would be found. */
    @Test
    void theBuildFileNamesWhatIsNeeded() throws IOException {
        String tutorial = Files.readString(PAGE);
        String build = Files.readString(Path.of("../../pom.xml"));
        for (String version : List.of("<version>(.*?)</version>", "<junit.version>(.*?)</junit.version>")) {
            Matcher found = Pattern.compile(version).matcher(build);
            assertThat(found.find()).isTrue();
            assertThat(tutorial).contains("<version>" + found.group(1) + "</version>");
        }
        for (String artifact : List.of("driver-bom", "driver-http", "driver-testkit", "junit-jupiter")) {
            assertThat(tutorial).contains("<artifactId>" + artifact + "</artifactId>");
        }
    }

    private static List<String> pieces() throws IOException {
        Matcher blocks = JAVA.matcher(Files.readString(PAGE));
        List<String> pieces = new ArrayList<>();
        while (blocks.find()) {
            pieces.add(blocks.group(1));
        }
        assertThat(pieces).hasSizeGreaterThan(10);
        return pieces;
    }

    private static List<String> sources(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList());
            List<String> texts = new ArrayList<>();
            for (Path source : sources) {
                texts.add(Files.readString(source));
            }
            return texts;
        }
    }
}
