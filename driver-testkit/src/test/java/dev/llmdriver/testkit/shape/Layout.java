package dev.llmdriver.testkit.shape;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A body taken apart: the JSON values in it, what stands around them, and how they are written.
 *
 * @param values in their order
 * @param frame the body with J for each value, and what repeats said once
 * @param style {@code compact}, {@code spaced} or {@code indented}
 */
record Layout(List<JsonNode> values, String frame, String style) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REPEATED = Pattern.compile("([^J]*J[^J]*?)\\1+");
    private static final Pattern LEADING_LIST = Pattern.compile("(?s)^\\s*\\[(?!\\s*\\{).*");

    static Layout of(String body) {
        if (LEADING_LIST.matcher(body).matches()) {
            return new Layout(List.of(tree(body)), "J", style(body));
        }
        List<JsonNode> values = new ArrayList<>();
        StringBuilder frame = new StringBuilder();
        String style = "";
        for (int at = 0; at < body.length(); ) {
            if (body.charAt(at) != '{') {
                frame.append(body.charAt(at++));
                continue;
            }
            int end = endOfValue(body, at);
            String value = body.substring(at, end);
            values.add(tree(value));
            style = style.isEmpty() ? style(value) : style;
            frame.append('J');
            at = end;
        }
        return new Layout(List.copyOf(values), REPEATED.matcher(frame).replaceAll("$1"), style);
    }

    private static String style(String json) {
        if (json.contains("\n")) {
            return "indented";
        }
        return json.contains("\": ") ? "spaced" : "compact";
    }

    private static int endOfValue(String body, int from) {
        try (JsonParser parser = new JsonFactory().createParser(body.substring(from))) {
            parser.nextToken();
            parser.skipChildren();
            return from + (int) parser.currentLocation().getCharOffset();
        } catch (IOException e) {
            throw new UncheckedIOException("in " + body.substring(from), e);
        }
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("in " + json, e);
        }
    }
}
