package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.OllamaDialect;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinToolCall;
import dev.llmdriver.testkit.TwinUsage;
import java.util.ArrayList;
import java.util.List;

/** Spells an answer as Ollama's {@code /api/chat} does, or {@code /api/generate}. */
public final class OllamaWire {
    static final String JSON_TYPE = "application/json; charset=utf-8";

    private final OllamaDialect dialect;
    private final boolean generates;

    private OllamaWire(OllamaDialect dialect, boolean generates) {
        this.dialect = dialect;
        this.generates = generates;
    }

    /** {@return the spelling of {@code /api/chat}} */
    public static OllamaWire chat(OllamaDialect dialect) {
        return new OllamaWire(dialect, false);
    }

    /** {@return the spelling of {@code /api/generate}, which has a plain text in place of a message} */
    public static OllamaWire generate(OllamaDialect dialect) {
        return new OllamaWire(dialect, true);
    }

    /** {@return the answer in one piece} */
    public Reply unary(TwinAnswer answer) {
        ObjectNode whole = chunk(answer, 0);
        ObjectNode said = message(whole, answer.text());
        if (!answer.reasoning().isEmpty()) {
            thinking(whole, said, String.join("", answer.reasoning()));
        }
        calls(said, answer, 0, answer.toolCalls().size());
        return json(finish(whole, answer));
    }

    /** {@return the answer as lines, the last of which says so} */
    public ReplyBuilder stream(TwinAnswer answer) {
        ReplyBuilder reply = Reply.ndjson();
        chunks(answer).forEach(chunk -> reply.line(Json.text(chunk)));
        return reply;
    }

    /** {@return how many lines come before the last} */
    public int linesBeforeTheEnd(TwinAnswer answer) {
        return chunks(answer).size() - 1;
    }

    static Reply json(JsonNode body) {
        return Reply.builder().contentType(JSON_TYPE).write(Json.text(body)).build();
    }

    private List<ObjectNode> chunks(TwinAnswer answer) {
        List<ObjectNode> chunks = new ArrayList<>();
        for (String piece : answer.reasoning()) {
            ObjectNode chunk = chunk(answer, chunks.size());
            thinking(chunk, message(chunk, ""), piece);
            chunks.add(chunk.put("done", false));
        }
        for (String piece : answer.pieces()) {
            ObjectNode chunk = chunk(answer, chunks.size());
            message(chunk, piece);
            chunks.add(chunk.put("done", false));
        }
        boolean callsAtTheEnd = dialect == OllamaDialect.TEMPLATE;
        for (int i = 0; i < answer.toolCalls().size() && !callsAtTheEnd; i++) {
            ObjectNode chunk = chunk(answer, chunks.size());
            calls(message(chunk, ""), answer, i, i + 1);
            chunks.add(chunk.put("done", false));
        }
        ObjectNode last = chunk(answer, chunks.size());
        calls(message(last, ""), answer, 0, callsAtTheEnd ? answer.toolCalls().size() : 0);
        chunks.add(finish(last, answer));
        return chunks;
    }

    private static ObjectNode chunk(TwinAnswer answer, int number) {
        return Json.object().put("model", answer.model()).put("created_at", OllamaTime.of(answer.created(), number));
    }

    /** {@return where thoughts and calls go: the message, or the chunk itself if it has none} */
    private ObjectNode message(ObjectNode chunk, String text) {
        if (generates) {
            return chunk.put("response", text);
        }
        ObjectNode message = Json.object().put("role", "assistant").put("content", text);
        chunk.set("message", message);
        return message;
    }

    private static void thinking(ObjectNode chunk, ObjectNode message, String thought) {
        (message.has("role") ? message : chunk).put("thinking", thought);
    }

    private void calls(ObjectNode message, TwinAnswer answer, int from, int to) {
        if (from < to) {
            ArrayNode calls = message.putArray("tool_calls");
            for (int i = from; i < to; i++) {
                calls.add(call(answer.toolCalls().get(i), i));
            }
        }
    }

    private ObjectNode call(TwinToolCall call, int index) {
        ObjectNode node = Json.object();
        boolean old = dialect == OllamaDialect.OLD;
        if (!old && !call.id().isEmpty()) {
            node.put("id", call.id());
        }
        ObjectNode function = node.putObject("function");
        if (!old) {
            function.put("index", index);
        }
        JsonNode arguments = Json.parseOrMissing(call.arguments());
        function.put("name", call.name()).set("arguments", arguments.isObject() ? arguments : Json.object());
        return node;
    }

    /** The end tells the reason, the times in nanoseconds, and the counts, each left out where it is zero. */
    private ObjectNode finish(ObjectNode chunk, TwinAnswer answer) {
        String reason = answer.finishReason().equals("tool_calls") ? "stop" : answer.finishReason();
        if (dialect == OllamaDialect.OLD) {
            chunk.put("done_reason", reason).put("done", true);
        } else {
            chunk.put("done", true).put("done_reason", reason);
        }
        if (generates) {
            chunk.putArray("context").add(105).add(2364).add(107);
        }
        chunk.put("total_duration", 900_000_000L).put("load_duration", 30_000_000L);
        TwinUsage usage = answer.usage().orElse(new TwinUsage(0, 0));
        counter(chunk, "prompt_eval_count", usage.input());
        chunk.put("prompt_eval_duration", 50_000_000L);
        counter(chunk, "eval_count", usage.output());
        return chunk.put("eval_duration", 80_000_000L);
    }

    private static void counter(ObjectNode node, String name, int tokens) {
        if (tokens > 0) {
            node.put(name, tokens);
        }
    }
}
