package dev.llmdriver.testkit.tck;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes what became of the rules, for the table of all drivers. */
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Results() {}

    /** Writes {@code target/tck/<driver id>.json}: rule → title, status and reason, those proved elsewhere too. */
    static void write(String driver, List<TckResult> results) {
        ObjectNode root = JSON.createObjectNode().put("driver", driver);
        ObjectNode rules = root.putObject("rules");
        results.forEach(result -> rules.putObject(result.rule())
                .put("title", title(result.rule()))
                .put("status", result.status().name().toLowerCase(Locale.ROOT))
                .put("reason", result.reason()));
        ObjectNode elsewhere = root.putObject("elsewhere");
        Elsewhere.RULES.forEach(elsewhere::put);
        try {
            Path folder = Files.createDirectories(Path.of("target", "tck"));
            JSON.writerWithDefaultPrettyPrinter()
                    .writeValue(folder.resolve(driver + ".json").toFile(), root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A capability's name is its own title. */
    private static String title(String rule) {
        return Rulebook.all().stream()
                .filter(test -> test.id().equals(rule))
                .map(RuleTest::title)
                .findFirst()
                .orElse("claim " + rule);
    }
}
