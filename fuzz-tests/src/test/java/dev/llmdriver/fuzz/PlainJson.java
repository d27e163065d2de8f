package dev.llmdriver.fuzz;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A reader of JSON that shares no line with the product or its libraries: objects are sorted maps, numbers are decimals without trailing
 * zeros. For well-formed texts alone: all else is an {@link IllegalArgumentException}.
 */
final class PlainJson {
    private final String text;
    private int at;

    private PlainJson(String text) {
        this.text = text;
    }

    static @Nullable Object read(String text) {
        PlainJson reader = new PlainJson(text);
        Object value = reader.value();
        reader.blanks();
        if (reader.at != text.length()) {
            throw new IllegalArgumentException("more after the value: " + text);
        }
        return value;
    }

    private @Nullable Object value() {
        blanks();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new TreeMap<>();
        at++;
        blanks();
        while (peek() != '}') {
            blanks();
            String name = string();
            blanks();
            expect(':');
            if (object.put(name, value()) != null) {
                throw new IllegalArgumentException("twice: " + name);
            }
            separator('}');
        }
        at++;
        return object;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> array = new ArrayList<>();
        at++;
        blanks();
        while (peek() != ']') {
            array.add(value());
            separator(']');
        }
        at++;
        return array;
    }

    private void separator(char end) {
        blanks();
        if (peek() != end) {
            expect(',');
        }
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        expect('"');
        while (peek() != '"') {
            char each = text.charAt(at++);
            string.append(each == '\\' ? escaped() : each);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char each = text.charAt(at++);
        int simple = "\"\\/bfnrt".indexOf(each);
        if (simple >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(simple);
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private BigDecimal number() {
        int from = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return new BigDecimal(text.substring(from, at)).stripTrailingZeros();
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return value;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw new IllegalArgumentException("expected " + wanted + " at " + at + " of " + text);
        }
        at++;
    }
}
