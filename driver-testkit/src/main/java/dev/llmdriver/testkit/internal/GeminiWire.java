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
        return json(whole(answer));
    }

    /** {@return the answer as server-sent events, which end their lines in CR LF} */
    public static ReplyBuilder stream(TwinAnswer answer) {
        ReplyBuilder reply = GeminiFault.headers(Reply.sse())
                .header("content-disposition", "attachment")
                .lineEnd("\r\n");
        chunks(answer).forEach(chunk -> reply.event(GeminiJson.oneLine(chunk)));
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
                .header("x-gemini-service-tier", "standard")
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

    private static List<ObjectNode> chunks(TwinAnswer answer) {
        if (answer.blockReason().isPresent()) {
            return List.of(blocked(answer, answer.blockReason().get()));
        }
        List<ObjectNode> parts = new ArrayList<>();
        answer.reasoning().forEach(piece -> parts.add(thought(piece)));
        answer.pieces().forEach(piece -> parts.add(text(piece)));
        List<ObjectNode> last = lastParts(answer, parts);
        List<ObjectNode> chunks = new ArrayList<>();
        for (ObjectNode part : parts) {
            chunks.add(running(answer, candidate(List.of(part)), chunks.size() + 1));
        }
        if (!answer.toolCalls().isEmpty()) {
            chunks.add(running(answer, candidate(calls(answer)), chunks.size() + 1));
        }
        chunks.add(envelope(answer, finished(answer, last), answer.usage().orElse(null)));
        return chunks;
    }

    /** The end comes with the last text, with an empty one after calls and for a signature, or with nothing at all. */
    private static List<ObjectNode> lastParts(TwinAnswer answer, List<ObjectNode> parts) {
        if (!answer.toolCalls().isEmpty()) {
            return List.of(text(""));
        }
        if (answer.signature().isPresent()) {
            return List.of(sign(text(""), answer));
        }
        return answer.pieces().isEmpty() ? List.of() : List.of(parts.remove(parts.size() - 1));
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

    /** A chunk before the last tells the prompt's length, and only if asked for how much was said so far. */
    private static ObjectNode running(TwinAnswer answer, ObjectNode candidate, int number) {
        return envelope(
                answer,
                candidate,
                answer.usage()
                        .map(all ->
                                new TwinUsage(all.input(), answer.runningUsage() ? Math.min(number, all.output()) : 0))
                        .orElse(null));
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
