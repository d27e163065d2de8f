package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Decides which tool to call. */
final class ToolChoice {
    private static final int SHORTEST_TELLING_WORD = 4;

    private ToolChoice() {}

    /** {@return the function to call, or a missing node} After a tool's result it is time for text, or loops never end. */
    static JsonNode of(ChatAsk ask) {
        JsonNode tools = ask.body().path("tools");
        if (tools.isEmpty() || ask.lastMessage().path("role").asText().equals("tool")) {
            return MissingNode.getInstance();
        }
        JsonNode choice = ask.body().path("tool_choice");
        String name = choice.path("function").path("name").asText(choice.asText("auto"));
        return switch (name) {
            case "none" -> MissingNode.getInstance();
            case "required" -> tools.path(0).path("function");
            case "auto" ->
                functions(tools)
                        .filter(function -> isMeant(function, ask.lastUserText()))
                        .findFirst()
                        .orElse(MissingNode.getInstance());
            default ->
                functions(tools)
                        .filter(function -> function.path("name").asText().equals(name))
                        .findFirst()
                        .orElse(MissingNode.getInstance());
        };
    }

    private static Stream<JsonNode> functions(JsonNode tools) {
        return StreamSupport.stream(tools.spliterator(), false).map(tool -> tool.path("function"));
    }

    /** Whether the user says a word of the tool's name, as in "the weather" for {@code get_weather}. */
    private static boolean isMeant(JsonNode function, String said) {
        Set<String> words = words(said);
        return words(function.path("name").asText().replaceAll("([a-z])([A-Z])", "$1_$2")).stream()
                .anyMatch(word -> word.length() >= SHORTEST_TELLING_WORD && words.contains(word));
    }

    private static Set<String> words(String text) {
        return Stream.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .collect(Collectors.toSet());
    }
}
