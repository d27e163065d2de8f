package dev.llmdriver.testkit.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Holds what a twin sends against what the real service sent. Differences are faults unless a reason is given. */
final class Contrast {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-encoding", "content-length", "date", "keep-alive", "transfer-encoding");

    private final Function<JsonNode, String> label;
    private final List<Heard> real;
    private final List<Heard> twin;
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private boolean looksAtHeaders = true;

    /** @param label what kind of message a value is: values of one kind are compared */
    Contrast(Function<JsonNode, String> label, List<Heard> real, List<Heard> twin) {
        this.label = label;
        this.real = real;
        this.twin = twin;
    }

    /** Gives the reason for a difference; one that is no difference any more is a fault too. */
    Contrast because(String reason, String... differences) {
        for (String difference : differences) {
            reasons.put(difference, reason);
        }
        return this;
    }

    /** Looks at the content type only: what stands in front of the services here differs. */
    Contrast withoutHeaders() {
        looksAtHeaders = false;
        return this;
    }

    /** Fails if there is a difference without a reason, a reason without a difference, or not so many real answers. */
    void check(int realAnswers) {
        assertThat(real.size())
                .as("real answers; set the number if they have grown")
                .isEqualTo(realAnswers);
        assertThat(twin).isNotEmpty();
        assertThat(String.join("\n", differences()))
                .as("differences from reality; give a reason for each, and for no other")
                .isEqualTo(String.join("\n", new TreeSet<>(reasons.keySet())));
    }

    private Set<String> differences() {
        Set<String> differences = new TreeSet<>();
        fields(differences);
        unlike(differences, "order of events", heard -> true, heard -> sequence(heard.layout()));
        unlike(
                differences,
                "frame",
                Heard::exact,
                heard -> visible(heard.layout().frame()));
        unlike(differences, "style", Heard::exact, heard -> heard.layout().style());
        unlike(
                differences,
                "content type",
                heard -> heard.headers().containsKey("content-type"),
                heard -> heard.headers().getOrDefault("content-type", ""));
        if (looksAtHeaders) {
            headers(differences);
        }
        return differences;
    }

    private void fields(Set<String> differences) {
        Map<String, Shape> all = shapes(real);
        Map<String, Shape> exact = shapes(real.stream().filter(Heard::exact).toList());
        shapes(twin).forEach((kind, mine) -> {
            Shape theirs = all.get(kind);
            if (theirs == null) {
                differences.add(kind + ": does not occur");
                return;
            }
            List<String> found = new ArrayList<>(mine.unknownIn(theirs));
            found.addAll(mine.missingFrom(theirs));
            found.addAll(mine.disorder(exact.getOrDefault(kind, new Shape())));
            found.forEach(difference -> differences.add(kind + ": " + difference));
        });
    }

    private Map<String, Shape> shapes(List<Heard> answers) {
        Map<String, Shape> shapes = new TreeMap<>();
        answers.forEach(heard -> heard.layout()
                .values()
                .forEach(value -> shapes.computeIfAbsent(label.apply(value), k -> new Shape())
                        .add(value)));
        return shapes;
    }

    /** {@return the kinds of messages in their order, equal neighbours once} */
    private String sequence(Layout layout) {
        List<String> kinds = new ArrayList<>();
        for (JsonNode value : layout.values()) {
            String kind = label.apply(value);
            if (kinds.isEmpty() || !kinds.get(kinds.size() - 1).equals(kind)) {
                kinds.add(kind);
            }
        }
        return String.join(", ", kinds);
    }

    private void unlike(
            Set<String> differences, String what, Predicate<Heard> knows, Function<Heard, String> property) {
        Set<String> known = real.stream().filter(knows).map(property).collect(Collectors.toSet());
        if (known.isEmpty()) {
            return; // nothing is known
        }
        twin.stream()
                .map(property)
                .filter(mine -> !known.contains(mine))
                .forEach(mine -> differences.add(what + ": " + mine));
    }

    private void headers(Set<String> differences) {
        List<Set<String>> known = real.stream()
                .filter(Heard::hasAllHeaders)
                .map(heard -> names(heard.headers()))
                .toList();
        if (known.isEmpty()) {
            return;
        }
        Set<String> ever = new TreeSet<>();
        real.forEach(heard -> ever.addAll(names(heard.headers())));
        Set<String> always = new TreeSet<>(known.get(0));
        known.forEach(always::retainAll);
        for (Heard heard : twin) {
            Set<String> mine = names(heard.headers());
            mine.stream()
                    .filter(n -> !ever.contains(n))
                    .forEach(n -> differences.add("header " + n + " does not occur"));
            always.stream()
                    .filter(n -> !mine.contains(n))
                    .forEach(n -> differences.add("header " + n + " is always there"));
        }
    }

    private static Set<String> names(Map<String, String> headers) {
        Set<String> names = new TreeSet<>(headers.keySet());
        names.removeAll(OF_THE_CONNECTION);
        return names;
    }

    private static String visible(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }
}
