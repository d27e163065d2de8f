package dev.llmdriver.gemini.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.gemini.replay.Outcome.Answer;
import dev.llmdriver.gemini.replay.Outcome.Call;
import dev.llmdriver.gemini.replay.Outcome.Counters;
import dev.llmdriver.gemini.replay.Outcome.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a recorded answer in the plainest way: the whole body, trees, fields. Shares no class with the driver. */
final class Oracle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FILTERS =
            Set.of("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII");

    private static final List<String> COUNTERS =
            List.of("promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount", "totalTokenCount");

    private final List<JsonNode> parts = new ArrayList<>();
    private @Nullable JsonNode usage;
    private boolean candidates;
    private String finish = "";
    private String block = "";
    private String id = "";
    private String model = "";

    private Oracle() {}

    /**
     * Reads a body.
     *
     * @param stream whether it is a stream's, which must say why it ends
     */
    static Outcome read(String body, boolean stream) {
        Oracle oracle = new Oracle();
        for (JsonNode answer : answers(body)) {
            if (answer.has("error")) {
                return new Failure(
                        ErrorOracle.kinds(answer.path("error").path("code").asInt(), answer.toString()));
            }
            oracle.take(answer);
        }
        return oracle.outcome(stream);
    }

    /** One object, an array of them, events, or one object on each line. */
    static List<JsonNode> answers(String body) {
        String text = body.strip();
        List<JsonNode> answers = new ArrayList<>();
        if (text.startsWith("[")) {
            tree(text).forEach(answers::add);
        } else if (text.startsWith("{") && isWhole(text)) {
            answers.add(tree(text));
        } else {
            text.lines()
                    .map(line -> line.startsWith("data:") ? line.substring("data:".length()) : line)
                    .filter(line -> !line.isBlank())
                    .forEach(line -> answers.add(tree(line)));
        }
        return answers;
    }

    private static boolean isWhole(String text) {
        return text.lines().filter(line -> line.startsWith("{")).count() == 1;
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("no JSON: " + json, broken);
        }
    }

    private void take(JsonNode answer) {
        for (JsonNode candidate : answer.path("candidates")) {
            candidates = true;
            if (candidate.path("index").asInt(0) == 0) {
                candidate.path("content").path("parts").forEach(parts::add);
                finish = candidate.path("finishReason").asText(finish);
            }
        }
        block = answer.path("promptFeedback").path("blockReason").asText(block);
        id = answer.path("responseId").asText(id);
        model = answer.path("modelVersion").asText(model);
        JsonNode counters = answer.path("usageMetadata");
        if (COUNTERS.stream().anyMatch(name -> counters.path(name).isNumber())) {
            usage = counters;
        }
    }

    private Outcome outcome(boolean stream) {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        List<Call> calls = new ArrayList<>();
        for (JsonNode part : parts) {
            (part.path("thought").asBoolean() ? reasoning : text)
                    .append(part.path("text").asText(""));
            if (part.has("functionCall")) {
                JsonNode call = part.path("functionCall");
                JsonNode arguments = call.path("args").isObject() ? call.path("args") : JSON.createObjectNode();
                calls.add(new Call(call.path("id").asText(""), call.path("name").asText(), arguments));
            }
        }
        if (finish.isEmpty() && block.isEmpty() && (stream || !candidates)) {
            return new Failure(Set.of(stream ? "stream_interrupted" : "malformed_response"));
        }
        boolean blocked = finish.isEmpty() && !block.isEmpty();
        boolean filtered = blocked || FILTERS.contains(finish);
        if (filtered && text.isEmpty()) {
            return new Failure(Set.of("content_blocked"));
        }
        return new Answer(
                text.toString(),
                reasoning.toString(),
                calls,
                counters(),
                kind(filtered, !calls.isEmpty()),
                blocked ? block : finish,
                id,
                model,
                wayBack());
    }

    private String kind(boolean filtered, boolean calls) {
        if (filtered) {
            return "CONTENT_FILTER";
        }
        return switch (finish) {
            case "STOP", "1" -> calls ? "TOOL_CALLS" : "STOP";
            case "MAX_TOKENS" -> "LENGTH";
            case "" -> calls ? "TOOL_CALLS" : "OTHER";
            default -> "OTHER";
        };
    }

    private @Nullable Counters counters() {
        JsonNode counted = usage;
        if (counted == null) {
            return null;
        }
        long thoughts = counted.path("thoughtsTokenCount").asLong();
        return new Counters(
                counted.path("promptTokenCount").asLong()
                        + counted.path("toolUsePromptTokenCount").asLong(),
                counted.path("candidatesTokenCount").asLong() + thoughts,
                counted.path("cachedContentTokenCount").asLong(),
                thoughts,
                counted.path("totalTokenCount").isNumber()
                        ? counted.path("totalTokenCount").asLong()
                        : null);
    }

    /**
     * Texts that were cut into chunks are joined again; nothing else may change. A kind of part that the contract does not have goes back
     * beside one that it has, and is lost if there is none.
     */
    private List<JsonNode> wayBack() {
        List<JsonNode> back = new ArrayList<>();
        for (JsonNode part : parts) {
            ObjectNode last = back.isEmpty() ? JSON.createObjectNode() : (ObjectNode) back.get(back.size() - 1);
            if (isNothing(part)) {
                continue;
            }
            if (isPlain(part) && isPlain(last) && thought(part) == thought(last)) {
                last.put("text", last.path("text").asText() + part.path("text").asText());
            } else {
                back.add(normal(part));
            }
        }
        boolean kept =
                back.stream().anyMatch(part -> !part.path("text").asText("").isEmpty() || part.has("functionCall"));
        return kept ? back : List.of();
    }

    private static boolean isNothing(JsonNode part) {
        return isPlain(part) && part.path("text").asText().isEmpty();
    }

    private static boolean isPlain(JsonNode part) {
        return part.has("text") && !part.has("thoughtSignature");
    }

    private static boolean thought(JsonNode part) {
        return part.path("thought").asBoolean();
    }

    /** A call without arguments goes back with none in an object. */
    private static JsonNode normal(JsonNode part) {
        ObjectNode copy = part.deepCopy();
        if (copy.path("functionCall") instanceof ObjectNode call && !call.has("args")) {
            call.putObject("args");
        }
        return copy;
    }
}
