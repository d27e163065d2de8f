package dev.llmdriver.huggingface.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.testkit.replay.Outcome.Call;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Joins the pieces of tool calls by their index. The id and the name are the first ones sent; arguments are joined, none are {}. */
final class CallsOracle {
    private final Map<Integer, Pieces> byIndex = new TreeMap<>();

    private static final class Pieces {
        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
    }

    /** A piece of a stream's call. One without an index begins a call if it has a name, and continues the last one if not. */
    void addPiece(JsonNode piece) {
        boolean begins = piece.path("function").path("name").isTextual();
        int next = byIndex.size();
        add(piece.path("index").asInt(begins ? next : Math.max(0, next - 1)), piece);
    }

    /** A call of a whole answer, which is one of its own whatever its index says. */
    void addWhole(JsonNode call) {
        add(byIndex.size(), call);
    }

    private void add(int index, JsonNode piece) {
        JsonNode function = piece.path("function");
        Pieces pieces = byIndex.computeIfAbsent(index, i -> new Pieces());
        pieces.id = pieces.id.isEmpty() ? piece.path("id").asText("") : pieces.id;
        pieces.name = pieces.name.isEmpty() ? function.path("name").asText("") : pieces.name;
        JsonNode arguments = function.path("arguments");
        pieces.arguments.append(
                arguments.isTextual() ? arguments.asText() : arguments.isNull() ? "" : arguments.toString());
    }

    boolean isEmpty() {
        return byIndex.isEmpty();
    }

    boolean areComplete() {
        return byIndex.values().stream().allMatch(pieces -> isJson(pieces.arguments.toString()));
    }

    private static boolean isJson(String text) {
        try {
            return Trees.tree(text).isObject();
        } catch (IllegalArgumentException cut) {
            return false;
        }
    }

    /** {@return the calls; ids that are no use, being empty or not unique, are left out} */
    List<Call> calls() {
        List<String> ids = byIndex.values().stream().map(pieces -> pieces.id).toList();
        return byIndex.values().stream()
                .map(pieces -> new Call(
                        Collections.frequency(ids, pieces.id) == 1 ? pieces.id : "",
                        pieces.name,
                        pieces.arguments.isEmpty() ? "{}" : pieces.arguments.toString()))
                .toList();
    }
}
