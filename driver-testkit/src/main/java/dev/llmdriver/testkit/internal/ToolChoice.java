package dev.llmdriver.testkit.internal;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides which tool to call. */
final class ToolChoice {
    private static final int SHORTEST_TELLING_WORD = 4;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private ToolChoice() {}

    /** {@return the tool to call, or null} After a tool's result it is time for text, or loops never end. */
    static Ask.@Nullable Tool of(Ask ask) {
        if (ask.tools().isEmpty() || ask.toolResult() != null) {
            return null;
        }
        return switch (ask.toolChoice()) {
            case "none" -> null;
            case "required" -> ask.tools().get(0);
            case "auto" -> meant(ask.tools(), ask.lastUserText());
            default -> first(ask.tools(), tool -> tool.name().equals(ask.toolChoice()));
        };
    }

    private static Ask.@Nullable Tool first(List<Ask.Tool> tools, Predicate<Ask.Tool> wanted) {
        return tools.stream().filter(wanted).findFirst().orElse(null);
    }

    /**
     * {@return the first tool of whose name the user says a word, as in "the weather" for {@code get_weather}; the text, which may be long, is
     * read once, whatever many tools there are}
     */
    private static Ask.@Nullable Tool meant(List<Ask.Tool> tools, String said) {
        Set<String> telling = tools.stream().flatMap(ToolChoice::telling).collect(Collectors.toSet());
        Set<String> heard = words(said).filter(telling::contains).collect(Collectors.toSet());
        return first(tools, tool -> telling(tool).anyMatch(heard::contains));
    }

    private static Stream<String> telling(Ask.Tool tool) {
        return words(tool.name().replaceAll("([a-z])([A-Z])", "$1_$2"))
                .filter(word -> word.length() >= SHORTEST_TELLING_WORD);
    }

    private static Stream<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group);
    }
}
