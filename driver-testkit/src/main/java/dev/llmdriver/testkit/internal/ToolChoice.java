package dev.llmdriver.testkit.internal;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides which tool to call. */
final class ToolChoice {
    private static final int SHORTEST_TELLING_WORD = 4;

    private ToolChoice() {}

    /** {@return the tool to call, or null} After a tool's result it is time for text, or loops never end. */
    static Ask.@Nullable Tool of(Ask ask) {
        if (ask.tools().isEmpty() || ask.toolResult() != null) {
            return null;
        }
        return switch (ask.toolChoice()) {
            case "none" -> null;
            case "required" -> ask.tools().get(0);
            case "auto" -> first(ask.tools(), tool -> isMeant(tool, ask.lastUserText()));
            default -> first(ask.tools(), tool -> tool.name().equals(ask.toolChoice()));
        };
    }

    private static Ask.@Nullable Tool first(List<Ask.Tool> tools, Predicate<Ask.Tool> wanted) {
        return tools.stream().filter(wanted).findFirst().orElse(null);
    }

    /** Whether the user says a word of the tool's name, as in "the weather" for {@code get_weather}. */
    private static boolean isMeant(Ask.Tool tool, String said) {
        Set<String> words = words(said);
        return words(tool.name().replaceAll("([a-z])([A-Z])", "$1_$2")).stream()
                .anyMatch(word -> word.length() >= SHORTEST_TELLING_WORD && words.contains(word));
    }

    private static Set<String> words(String text) {
        return Stream.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .collect(Collectors.toSet());
    }
}
