package dev.llmdriver.benchmarks.server;

import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Tokens;
import java.util.List;

/** How one protocol writes an answer down. */
interface Wire {
    static Wire of(Protocol protocol) {
        return switch (protocol) {
            case OPENAI -> new OpenAiWire();
            case OLLAMA -> new OllamaWire();
            case GEMINI -> new GeminiWire();
        };
    }

    String streamType();

    String callType();

    /** What precedes the first content chunk; each is a chunk of its own. */
    default List<String> opening() {
        return List.of();
    }

    /** The content chunk for the token at a place of the cycle. */
    String chunk(String token, int index);

    /** What follows the content, the counters for that many tokens included. */
    List<String> closing(int tokens, boolean usage);

    /** The body of an answer in one piece: variants differ in the text, identifiers, times and counters. */
    String call(int tokens, int variant);

    /** The text of so many tokens as a JSON string. */
    static String text(int tokens, int variant) {
        return quote(Tokens.text(tokens, variant));
    }

    static String quote(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                default -> json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
