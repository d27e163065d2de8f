package dev.llmdriver.server.internal.socket;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.server.internal.chats.Turn;
import java.io.IOException;
import java.util.List;

/** What was said in a conversation, as a page is told: the latest turns, as many as a message has room for. */
final class Past {
    /** One more is asked for, which tells whether there are more. */
    static final int ASKED_FOR = 401;

    /** Of all texts together; in JSON a character may have up to six bytes. */
    private static final int MOST_CHARACTERS = 1_000_000;

    private Past() {}

    /** Writes the turns, and whether there are earlier ones. The last one, if it is too long by itself, is cut. */
    static void write(JsonGenerator json, List<Turn> turns) throws IOException {
        int first = first(turns);
        json.writeBooleanField("earlier", first > 0);
        json.writeArrayFieldStart("turns");
        for (Turn turn : turns.subList(first, turns.size())) {
            write(json, turn);
        }
        json.writeEndArray();
    }

    private static int first(List<Turn> turns) {
        int first = turns.size();
        int lowest = Math.max(0, turns.size() - ASKED_FOR + 1);
        long characters = 0;
        while (first > lowest) {
            characters += turns.get(first - 1).text().length();
            if (characters > MOST_CHARACTERS && first < turns.size()) {
                break;
            }
            first--;
        }
        return first;
    }

    private static void write(JsonGenerator json, Turn turn) throws IOException {
        boolean cut = turn.text().length() > MOST_CHARACTERS;
        json.writeStartObject();
        json.writeStringField("role", turn.isQuestion() ? "user" : "assistant");
        json.writeStringField("text", cut ? start(turn.text()) : turn.text());
        json.writeBooleanField("cut", cut);
        json.writeBooleanField("partial", turn.partial());
        json.writeStringField("model", turn.answeredBy().orElse(""));
        json.writeEndObject();
    }

    private static String start(String text) {
        int end = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1)) ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
        return text.substring(0, end);
    }
}
