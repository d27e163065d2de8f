package dev.llmdriver.buildchecks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table rule × driver, as text and as a page. */
final class ConformanceTable {
    private static final List<String> FIRST = List.of("huggingface", "gemini", "ollama", "demo", "acme");

    private final List<Driver> drivers;
    private final Map<String, String> titles = new LinkedHashMap<>();
    private final Map<String, Integer> notes = new LinkedHashMap<>();

    ConformanceTable(List<Driver> results) {
        drivers = results.stream()
                .sorted(Comparator.comparing((Driver driver) -> place(driver.id()))
                        .thenComparing(Driver::id))
                .toList();
        drivers.forEach(driver -> driver.rules().forEach((rule, verdict) -> titles.putIfAbsent(rule, verdict.title())));
    }

    /** What the kit wrote down of one driver. */
    record Driver(String id, Map<String, Verdict> rules, Map<String, String> elsewhere) {}

    /** What became of one rule. */
    record Verdict(String title, String status, String reason) {}

    static Driver read(Path file) throws IOException {
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        Map<String, Verdict> rules = new LinkedHashMap<>();
        root.path("rules")
                .properties()
                .forEach(rule -> rules.put(
                        rule.getKey(),
                        new Verdict(
                                rule.getValue().path("title").asText(),
                                rule.getValue().path("status").asText(),
                                rule.getValue()
                                        .path("reason")
                                        .asText()
                                        .replaceAll("(?s)\n.*", "")
                                        .replace("|", "/"))));
        Map<String, String> elsewhere = new LinkedHashMap<>();
        root.path("elsewhere")
                .properties()
                .forEach(rule -> elsewhere.put(rule.getKey(), rule.getValue().asText()));
        return new Driver(root.path("driver").asText(), rules, elsewhere);
    }

    private static int place(String driver) {
        int place = FIRST.indexOf(driver);
        return place < 0 ? FIRST.size() : place;
    }

    private boolean isClaim(String rule) {
        return !rule.matches("[A-Z][0-9]+");
    }

    /** {@return the broken rules, each with its driver} */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        drivers.forEach(driver -> driver.rules().forEach((rule, verdict) -> {
            if (verdict.status().equals("failed")) {
                broken.add(driver.id() + " " + rule + ": " + verdict.reason());
            }
        }));
        return broken;
    }

    /** {@return one line for each rule} */
    String brief() {
        StringBuilder text = new StringBuilder("Conformance: + kept, ~ kept but for a step, - skipped, X broken\n");
        text.append(String.format("%-22s", "rule"));
        drivers.forEach(driver -> text.append(String.format("%-12s", driver.id())));
        titles.keySet().forEach(rule -> {
            text.append(String.format("%n%-22s", rule));
            drivers.forEach(driver ->
                    text.append(String.format("%-12s", sign(driver.rules().get(rule), "+~-X"))));
        });
        return text.append('\n').toString();
    }

    private static String sign(@Nullable Verdict verdict, String signs) {
        if (verdict == null) {
            return " ";
        }
        int which = switch (verdict.status()) {
            case "passed" -> verdict.reason().isEmpty() ? 0 : 1;
            case "skipped" -> 2;
            default -> 3;
        };
        return signs.substring(which, which + 1);
    }

    /** {@return the page} */
    String page() {
        notes.clear();
        StringBuilder page = new StringBuilder("""
                # Conformance

                Which driver keeps which rule of [the contract](CONTRACT.md), as the conformance kit found it: one test for each rule,
                over real HTTP, without a key. Written by `./mvnw verify -Dconformance.update=true`, compared by every build.

                ✓ kept · ~ kept but for a step, see the note · – does not apply or cannot be proved, see the note · ✗ broken

                ## Rules

                """);
        table(page, "Rule", false);
        page.append("\n## Claims\n\nA claim without proof is broken, and so is a proof without the claim.\n\n");
        table(page, "Capability", true);
        page.append("\n## Notes\n\n");
        notes.forEach((reason, number) ->
                page.append(number).append(". ").append(reason).append('\n'));
        page.append("\n## Rules that no driver can keep or break by itself\n\n| Rule | Proof |\n|---|---|\n");
        drivers.stream()
                .findFirst()
                .ifPresent(driver -> driver.elsewhere()
                        .forEach((rule, proof) -> page.append("| ")
                                .append(rule)
                                .append(" | ")
                                .append(proof)
                                .append(" |\n")));
        return page.toString();
    }

    private void table(StringBuilder page, String first, boolean claims) {
        page.append("| ").append(first).append(" |");
        drivers.forEach(driver -> page.append(' ').append(driver.id()).append(" |"));
        page.append("\n|---|").append(":-:|".repeat(drivers.size())).append('\n');
        titles.forEach((rule, title) -> {
            if (isClaim(rule) == claims) {
                page.append("| ").append(claims ? rule : title).append(" |");
                drivers.forEach(driver -> page.append(' ')
                        .append(cell(driver.rules().get(rule), claims))
                        .append(" |"));
                page.append('\n');
            }
        });
    }

    private String cell(@Nullable Verdict verdict, boolean claim) {
        if (claim) {
            return sign(verdict, "✓✓–✗");
        }
        String sign = sign(verdict, "✓~–✗");
        return verdict == null || verdict.reason().isEmpty() ? sign : sign + " " + note(verdict.reason());
    }

    private String note(String reason) {
        return "[" + notes.computeIfAbsent(reason, unused -> notes.size() + 1) + "]";
    }
}
