package dev.llmdriver.huggingface.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Server-sent events, read the simple way: the whole text, cut at empty lines. */
final class EventStream {
    private static final String DONE = "[DONE]";

    private EventStream() {}

    /** {@return the JSON of the events, without the closing mark} */
    static List<JsonNode> events(String body) {
        List<JsonNode> events = new ArrayList<>();
        for (String block : body.replace("\r\n", "\n").replace('\r', '\n').split("\n\n+")) {
            String data = block.lines()
                    .filter(line -> line.startsWith("data:"))
                    .map(line -> line.substring("data:".length()).strip())
                    .collect(Collectors.joining("\n"));
            if (!data.isEmpty() && !data.equals(DONE)) {
                events.add(Trees.tree(data));
            }
        }
        return events;
    }

    /** {@return events of these data, as a server sends them} */
    static String framed(List<String> data) {
        return data.stream().map(event -> "data: " + event + "\n\n").collect(Collectors.joining()) + "data: " + DONE
                + "\n\n";
    }
}
