package dev.llmdriver.huggingface.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.llmdriver.testkit.replay.Outcome.Answer;
import dev.llmdriver.testkit.replay.Outcome.Counters;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads chat completions the slow way, to tell what the driver must make of them: the whole body, a tree, the fields. A stream and
 * a whole answer go the same way: the answer's {@code message} is a stream's only delta.
 */
final class ChatOracle {
    private static final List<String> REASONING = List.of("reasoning", "reasoning_content", "reasoning_text");

    private final StringBuilder content = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final CallsOracle calls = new CallsOracle();
    private @Nullable Counters usage;
    private boolean refused;
    private String finishWord = "";
    private String id = "";
    private String model = "";

    private ChatOracle() {}

    static Answer whole(String body) {
        return read(List.of(Trees.tree(body)));
    }

    static Answer stream(String body) {
        return read(EventStream.events(body));
    }

    private static Answer read(List<JsonNode> chunks) {
        ChatOracle oracle = new ChatOracle();
        chunks.forEach(oracle::add);
        return oracle.answer();
    }

    private void add(JsonNode chunk) {
        if (chunk.hasNonNull("error")) {
            throw new IllegalArgumentException("an error inside an answer, which this reader does not know: " + chunk);
        }
        id = id.isEmpty() ? chunk.path("id").asText("") : id;
        model = model.isEmpty() ? chunk.path("model").asText("") : model;
        usage = Stream.of(chunk.path("usage"), chunk.path("x_groq").path("usage"))
                .filter(JsonNode::isObject)
                .findFirst()
                .map(ChatOracle::counters)
                .orElse(usage);
        JsonNode choice = first(chunk.path("choices"));
        finishWord = text(choice, "finish_reason").orElse(finishWord);
        JsonNode said = choice.has("delta") ? choice.path("delta") : choice.path("message");
        content(said.path("content"));
        text(said, "refusal").ifPresent(this::refuse);
        REASONING.stream()
                .flatMap(name -> text(said, name).stream())
                .findFirst()
                .ifPresent(reasoning::append);
        said.path("tool_calls").forEach(choice.has("delta") ? calls::addPiece : calls::addWhole);
    }

    /** The driver asks for one answer; what stands beside it is another one. */
    private static JsonNode first(JsonNode choices) {
        return elements(choices)
                .filter(choice -> choice.path("index").asInt(0) == 0)
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** A refusal is what the model said, and its reason to stop. */
    private void refuse(String words) {
        refused = true;
        content.append(words);
    }

    private void content(JsonNode said) {
        if (said.isTextual()) {
            content.append(said.asText());
        }
        for (JsonNode part : said.isArray() ? said : MissingNode.getInstance()) {
            content.append(part.path("text").asText(""));
            part.path("thinking")
                    .forEach(piece -> reasoning.append(piece.path("text").asText("")));
        }
    }

    static Counters counters(JsonNode usage) {
        JsonNode cached = usage.path("prompt_tokens_details").path("cached_tokens");
        JsonNode thought = usage.path("completion_tokens_details").path("reasoning_tokens");
        return new Counters(
                count(usage.path("prompt_tokens")),
                count(usage.path("completion_tokens")),
                count(cached.isNumber() ? cached : usage.path("cached_tokens")),
                count(thought.isNumber() ? thought : usage.path("reasoning_tokens")),
                count(usage.path("total_tokens")));
    }

    static @Nullable Long count(JsonNode number) {
        return number.isNumber() ? number.asLong() : null;
    }

    private Answer answer() {
        InlineThoughts split = reasoning.isEmpty()
                ? InlineThoughts.of(content.toString())
                : new InlineThoughts(reasoning.toString(), content.toString());
        return new Answer(split.text(), split.thoughts(), calls.calls(), usage, finish(), finishWord, id, model);
    }

    /** Calls decide by their presence, but one that was cut off, by the limit of tokens or otherwise, must not run. */
    private String finish() {
        String kind = kind(finishWord);
        if (!calls.isEmpty()) {
            boolean ended = kind.equals("STOP") || kind.equals("TOOL_CALLS");
            return ended || calls.areComplete() ? "TOOL_CALLS" : kind;
        }
        if (refused && kind.equals("STOP")) {
            return "CONTENT_FILTER";
        }
        return kind.equals("TOOL_CALLS") ? "OTHER" : kind;
    }

    static String kind(String word) {
        return switch (word) {
            case "stop", "eos", "eos_token", "stop_sequence" -> "STOP";
            case "length" -> "LENGTH";
            case "tool_calls", "function_call" -> "TOOL_CALLS";
            case "content_filter" -> "CONTENT_FILTER";
            default -> "OTHER";
        };
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.of(node.path(name).asText(""))
                .filter(text -> node.path(name).isTextual() && !text.isEmpty());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
