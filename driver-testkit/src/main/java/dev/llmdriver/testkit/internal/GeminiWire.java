package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinToolCall;
import dev.llmdriver.testkit.TwinUsage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spells an answer as Gemini's {@code generateContent} and {@code streamGenerateContent} do. */
public final class GeminiWire {
    static final String JSON_TYPE = "application/json; charset=UTF-8";

    private GeminiWire() {}

    /** {@return the answer in one piece} */
    public static Reply unary(TwinAnswer answer) {
        return json(whole(answer)).with(reply -> reply.header("x-gemini-service-tier", "standard"));
    }

    /** {@return the answer as server-sent events, which end their lines in CR LF} */
    public static Reply stream(TwinAnswer answer) {
        return events(chunks(answer)).build();
    }

    /** {@return a stream that has said all of the answer but its end} */
    public static ReplyBuilder begun(TwinAnswer answer) {
        return events(begun(answer, groups(answer)));
    }

    private static ReplyBuilder events(List<ObjectNode> chunks) {
        ReplyBuilder reply = GeminiFault.headers(Reply.sse())
                .header("content-disposition", "attachment")
                .lineEnd("\r\n");
        chunks.forEach(chunk -> reply.event(GeminiJson.oneLine(chunk)));
        return reply;
    }

    /** {@return the answer as one array that arrives bit by bit} */
    public static Reply array(TwinAnswer answer) {
        ReplyBuilder reply =
                GeminiFault.headers(Reply.builder()).contentType(JSON_TYPE).chunked();
        String before = "[";
        for (ObjectNode chunk : chunks(answer)) {
            reply.piece(before + GeminiJson.pretty(chunk));
            before = ",\r\n";
        }
        return reply.write("]").build();
    }

    static Reply json(JsonNode body) {
        return GeminiFault.headers(Reply.builder())
                .contentType(JSON_TYPE)
                .chunked()
                .write(GeminiJson.pretty(body))
                .build();
    }

    private static ObjectNode whole(TwinAnswer answer) {
        if (answer.blockReason().isPresent()) {
            return blocked(answer, answer.blockReason().get());
        }
        List<ObjectNode> parts = new ArrayList<>();
        if (!answer.reasoning().isEmpty()) {
            parts.add(thought(String.join("", answer.reasoning())));
        }
        if (!answer.text().isEmpty()
                || (answer.signature().isPresent() && answer.toolCalls().isEmpty())) {
            parts.add(text(answer.text()));
        }
        parts.addAll(calls(answer));
        if (answer.toolCalls().isEmpty() && !parts.isEmpty()) {
            sign(parts.get(parts.size() - 1), answer);
        }
        return envelope(answer, finished(answer, parts), answer.usage().orElse(null));
    }

    /** {@return the chunks that say something, before the end is known} */
    private static List<ObjectNode> begun(TwinAnswer answer, List<List<ObjectNode>> groups) {
        List<ObjectNode> chunks = new ArrayList<>();
        int thoughts = 0;
        for (List<ObjectNode> parts : groups) {
            thoughts += parts.get(0).has("thought") ? 1 : 0;
            chunks.add(envelope(answer, candidate(parts), running(answer, thoughts, chunks.size() + 1 - thoughts)));
        }
        return chunks;
    }

    private static List<ObjectNode> chunks(TwinAnswer answer) {
        if (answer.blockReason().isPresent()) {
            return List.of(blocked(answer, answer.blockReason().get()));
        }
        List<List<ObjectNode>> groups = groups(answer);
        List<ObjectNode> last = lastParts(answer, groups);
        List<ObjectNode> chunks = begun(answer, groups);
        chunks.add(envelope(answer, finished(answer, last), answer.usage().orElse(null)));
        return chunks;
    }

    /** {@return what comes together: models that sign send each call by itself, others all at once} */
    private static List<List<ObjectNode>> groups(TwinAnswer answer) {
        List<List<ObjectNode>> groups = new ArrayList<>();
        answer.reasoning().forEach(piece -> groups.add(List.of(thought(piece))));
        answer.pieces().forEach(piece -> groups.add(List.of(text(piece))));
        if (answer.signature().isPresent()) {
            calls(answer).forEach(call -> groups.add(List.of(call)));
        } else if (!answer.toolCalls().isEmpty()) {
            groups.add(calls(answer));
        }
        return groups;
    }

    /** The end comes with the last text or call; models that sign send it with an empty text; or there is nothing at all. */
    private static List<ObjectNode> lastParts(TwinAnswer answer, List<List<ObjectNode>> groups) {
        if (answer.signature().isPresent()) {
            return List.of(answer.toolCalls().isEmpty() ? sign(text(""), answer) : text(""));
        }
        boolean said = !answer.pieces().isEmpty() || !answer.toolCalls().isEmpty();
        return said ? groups.remove(groups.size() - 1) : List.of();
    }

    private static ObjectNode thought(String text) {
        return text(text).put("thought", true);
    }

    private static ObjectNode text(String text) {
        return Json.object().put("text", text);
    }

    private static List<ObjectNode> calls(TwinAnswer answer) {
        List<ObjectNode> parts = new ArrayList<>();
        answer.toolCalls().forEach(call -> parts.add(call(call)));
        if (!parts.isEmpty()) {
            sign(parts.get(0), answer);
        }
        return parts;
    }

    private static ObjectNode call(TwinToolCall call) {
        ObjectNode function = Json.object().put("name", call.name());
        JsonNode arguments = Json.parseOrMissing(call.arguments());
        if (arguments.isObject()) {
            function.set("args", arguments);
        }
        if (!call.id().isEmpty()) {
            function.put("id", call.id());
        }
        return Json.object().set("functionCall", function);
    }

    private static ObjectNode sign(ObjectNode part, TwinAnswer answer) {
        answer.signature().ifPresent(proof -> part.put("thoughtSignature", proof));
        return part;
    }

    private static ObjectNode candidate(List<ObjectNode> parts) {
        ObjectNode content = Json.object();
        if (!parts.isEmpty()) {
            content.set("parts", Json.array(parts.toArray(JsonNode[]::new)));
        }
        ObjectNode candidate = Json.object();
        candidate.set("content", content.put("role", "model"));
        return candidate.put("index", 0);
    }

    private static ObjectNode finished(TwinAnswer answer, List<ObjectNode> parts) {
        ObjectNode candidate = candidate(parts);
        String reason = finishReason(answer);
        candidate.remove("index");
        if (reason.equals("SAFETY") && parts.isEmpty()) {
            candidate.putObject("content");
        }
        candidate.put("finishReason", reason).put("index", 0);
        if (reason.equals("SAFETY")) {
            candidate.set("safetyRatings", ratings("HIGH"));
        }
        if (!answer.toolCalls().isEmpty() && reason.equals("STOP")) {
            candidate.put("finishMessage", "Model generated function call(s).");
        }
        return candidate;
    }

    private static String finishReason(TwinAnswer answer) {
        return switch (answer.finishReason()) {
            case "stop", "tool_calls" -> "STOP";
            case "length" -> "MAX_TOKENS";
            case "content_filter" -> "SAFETY";
            default -> answer.finishReason();
        };
    }

    private static ObjectNode blocked(TwinAnswer answer, String reason) {
        ObjectNode body = Json.object();
        body.putObject("promptFeedback")
                .put("blockReason", reason)
                .set("safetyRatings", ratings(reason.equals("SAFETY") ? "HIGH" : "NEGLIGIBLE"));
        return tail(
                body,
                answer,
                answer.usage().map(usage -> new TwinUsage(usage.input(), 0)).orElse(null));
    }

    private static ArrayNode ratings(String probability) {
        return Json.array(
                Json.object().put("category", "HARM_CATEGORY_HATE_SPEECH").put("probability", "NEGLIGIBLE"),
                Json.object().put("category", "HARM_CATEGORY_DANGEROUS_CONTENT").put("probability", probability));
    }

    /** What was used so far. The prompt's length is told from the start. */
    private static @Nullable TwinUsage running(TwinAnswer answer, int thoughts, int pieces) {
        return answer.usage()
                .map(all -> {
                    int thought = pieces == 0 ? Math.min(thoughts, all.reasoning()) : all.reasoning();
                    int said = Math.min(pieces, all.output() - all.reasoning());
                    return new TwinUsage(all.input(), thought + said, 0, thought);
                })
                .orElse(null);
    }

    private static ObjectNode envelope(TwinAnswer answer, ObjectNode candidate, @Nullable TwinUsage usage) {
        return tail(Json.object().set("candidates", Json.array(candidate)), answer, usage);
    }

    private static ObjectNode tail(ObjectNode body, TwinAnswer answer, @Nullable TwinUsage usage) {
        if (usage != null) {
            body.set("usageMetadata", usage(usage));
        }
        return body.put("modelVersion", answer.model()).put("responseId", answer.id());
    }

    /** As everywhere at Google, what is zero is left out. */
    private static ObjectNode usage(TwinUsage usage) {
        ObjectNode node = Json.object();
        counter(node, "promptTokenCount", usage.input());
        counter(node, "candidatesTokenCount", usage.output() - usage.reasoning());
        counter(node, "totalTokenCount", usage.input() + usage.output());
        counter(node, "cachedContentTokenCount", usage.cached());
        details(node, "promptTokensDetails", usage.input());
        details(node, "cacheTokensDetails", usage.cached());
        counter(node, "thoughtsTokenCount", usage.reasoning());
        return node.put("serviceTier", "standard");
    }

    private static void counter(ObjectNode node, String name, int tokens) {
        if (tokens > 0) {
            node.put(name, tokens);
        }
    }

    static void details(ObjectNode node, String name, int tokens) {
        if (tokens > 0) {
            node.putArray(name).addObject().put("modality", "TEXT").put("tokenCount", tokens);
        }
    }
}
