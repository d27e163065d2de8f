package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.ReasoningSpelling;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import dev.llmdriver.testkit.TwinToolCall;
import dev.llmdriver.testkit.TwinUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Spells an answer as the router does: OpenAI's chat completions, plainly. The other dialects override what they do in
 * another way.
 */
public class ChatWire {
    static final String FINGERPRINT = "fp_twin";

    /** {@return the answer in one piece} */
    public final Reply unary(TwinAnswer answer) {
        return headers(Reply.builder().contentType(json()))
                .write(Json.text(completion(answer)) + afterJson())
                .build();
    }

    /** {@return the answer as a stream of events} */
    public final Reply stream(TwinAnswer answer) {
        ReplyBuilder reply = headers(Reply.sse().contentType(eventStream())).header("cache-control", "no-cache");
        List<ObjectNode> chunks = contentChunks(answer);
        chunks.addAll(lastChunks(answer));
        runningUsage(chunks, answer);
        chunks.forEach(chunk -> reply.lines(dataField() + Json.text(chunk)));
        return terminated(reply).build();
    }

    /** {@return a stream that begins well and then tells of an error, the status long being 200} */
    public final Reply failing(TwinAnswer soFar, TwinError error) {
        ReplyBuilder reply = headers(Reply.sse().contentType(eventStream())).header("cache-control", "no-cache");
        if (!soFar.pieces().isEmpty()
                || !soFar.reasoning().isEmpty()
                || !soFar.toolCalls().isEmpty()) {
            contentChunks(soFar).forEach(chunk -> reply.lines(dataField() + Json.text(chunk)));
        }
        reply.lines(streamError(error));
        return terminated(reply).build();
    }

    /** {@return the error as an HTTP error} */
    public Reply error(TwinError error) {
        return switch (error.kind()) {
            case UNAUTHORIZED -> gate(401, "Invalid username or password.");
            case UNKNOWN_MODEL ->
                openAi(
                        400,
                        "The requested model '" + error.detail()
                                + "' is not supported by any provider you have enabled.",
                        "invalid_request_error",
                        "model",
                        "model_not_supported");
            case CONTEXT_LENGTH ->
                openAi(
                        400,
                        "This model's maximum context length is 4096 tokens. Please reduce the length of the messages.",
                        "invalid_request_error",
                        "messages",
                        "context_length_exceeded");
            case INVALID -> openAi(400, error.detail(), "invalid_request_error", null, null);
            case OVERLOADED -> openAi(503, "The model is overloaded. Try again later.", "overloaded", null, null);
            case LOADING -> openAi(503, "The model is loading.", "unavailable_error", null, null);
            case GENERATION -> openAi(500, error.detail(), "server_error", null, null);
        };
    }

    /** {@return the lines of the event that tells of an error inside a stream} */
    String streamError(TwinError error) {
        ObjectNode body = Json.object();
        body.putObject("error").put("message", error.detail()).put("type", "server_error");
        return dataField() + Json.text(body);
    }

    ReplyBuilder headers(ReplyBuilder reply) {
        return reply.header("x-request-id", "Root=1-68e7b8a0-000000000000000000000001")
                .header("x-inference-provider", "twin")
                .header("x-amz-cf-id", "twin-cf-0000000000000000000000000000000000000000000001==")
                // Seen on answers that were fine: it means nothing unless the status says so.
                .header("retry-after", "2");
    }

    String json() {
        return "application/json";
    }

    String afterJson() {
        return "";
    }

    String eventStream() {
        return "text/event-stream";
    }

    String dataField() {
        return "data: ";
    }

    boolean sendsDone() {
        return true;
    }

    String finishReason(TwinAnswer answer) {
        return answer.finishReason();
    }

    /** What stands around the choices. */
    ObjectNode envelope(TwinAnswer answer, String object, ArrayNode choices) {
        return Json.object()
                .put("id", answer.id())
                .put("object", object)
                .put("created", answer.created())
                .put("model", answer.model())
                .set("choices", choices);
    }

    ObjectNode completion(TwinAnswer answer) {
        ObjectNode choice = Json.object().put("index", 0);
        choice.set("message", message(answer));
        choice.putNull("logprobs").put("finish_reason", finishReason(answer));
        ObjectNode completion = envelope(answer, "chat.completion", Json.array(choice));
        answer.usage().ifPresent(usage -> completion.set("usage", usage(usage)));
        return completion;
    }

    ObjectNode message(TwinAnswer answer) {
        ObjectNode message = Json.object().put("role", "assistant");
        String text = String.join("", texts(answer));
        if (text.isEmpty() && !answer.toolCalls().isEmpty()) {
            noContent(message);
        } else {
            message.put("content", text);
        }
        if (hasReasoningField(answer)) {
            message.put(answer.spelling().field(), String.join("", answer.reasoning()));
        }
        if (!answer.toolCalls().isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            answer.toolCalls().forEach(call -> calls.add(toolCall(call)));
        }
        return message;
    }

    /** Says that there are calls in place of a text. */
    void noContent(ObjectNode message) {
        message.putNull("content");
    }

    ObjectNode toolCall(TwinToolCall call) {
        ObjectNode node = Json.object().put("id", call.id()).put("type", "function");
        node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        return node;
    }

    ObjectNode usage(TwinUsage usage) {
        ObjectNode node = Json.object()
                .put("prompt_tokens", usage.input())
                .put("completion_tokens", usage.output())
                .put("total_tokens", usage.input() + usage.output());
        if (usage.cached() > 0) {
            node.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
        }
        if (usage.reasoning() > 0) {
            node.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
        }
        return node;
    }

    /** The chunks that carry something. */
    List<ObjectNode> contentChunks(TwinAnswer answer) {
        List<ObjectNode> chunks = new ArrayList<>();
        firstDelta(answer).forEach(delta -> chunks.add(chunk(answer, delta, null)));
        if (hasReasoningField(answer)) {
            answer.reasoning()
                    .forEach(r -> chunks.add(
                            chunk(answer, delta().put(answer.spelling().field(), r), null)));
        }
        texts(answer).forEach(text -> chunks.add(chunk(answer, delta().put("content", text), null)));
        toolDeltas(answer).forEach(delta -> chunks.add(chunk(answer, delta, null)));
        return chunks;
    }

    /** The chunks that tell the end and the usage. */
    List<ObjectNode> lastChunks(TwinAnswer answer) {
        List<ObjectNode> chunks = new ArrayList<>();
        chunks.add(chunk(answer, lastDelta(), finishReason(answer)));
        answer.usage().ifPresent(usage -> {
            ObjectNode chunk = envelope(answer, chunkObject(), Json.array());
            chunk.set("usage", usage(usage));
            chunks.add(chunk);
        });
        return chunks;
    }

    String chunkObject() {
        return "chat.completion.chunk";
    }

    ObjectNode chunk(TwinAnswer answer, ObjectNode delta, @Nullable String finishReason) {
        ObjectNode choice = Json.object().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finishReason);
        return envelope(answer, chunkObject(), Json.array(choice));
    }

    Stream<ObjectNode> firstDelta(TwinAnswer answer) {
        return Stream.of(Json.object().put("role", "assistant").put("content", ""));
    }

    ObjectNode delta() {
        return Json.object();
    }

    ObjectNode lastDelta() {
        return delta();
    }

    /** The name first, then the arguments in two halves, as most servers do. */
    Stream<ObjectNode> toolDeltas(TwinAnswer answer) {
        List<ObjectNode> deltas = new ArrayList<>();
        for (int i = 0; i < answer.toolCalls().size(); i++) {
            TwinToolCall call = answer.toolCalls().get(i);
            ObjectNode first =
                    Json.object().put("index", i).put("id", call.id()).put("type", "function");
            first.putObject("function").put("name", call.name()).put("arguments", "");
            deltas.add(toolDelta(first));
            for (String half : halves(call.arguments())) {
                ObjectNode more = Json.object().put("index", i);
                more.putObject("function").put("arguments", half);
                deltas.add(toolDelta(more));
            }
        }
        return deltas.stream();
    }

    final ObjectNode toolDelta(ObjectNode call) {
        return delta().set("tool_calls", Json.array(call));
    }

    static List<String> halves(String text) {
        int middle = text.length() / 2;
        return Stream.of(text.substring(0, middle), text.substring(middle))
                .filter(half -> !half.isEmpty())
                .toList();
    }

    static boolean hasReasoningField(TwinAnswer answer) {
        return !answer.reasoning().isEmpty() && answer.spelling() != ReasoningSpelling.THINK_TAGS;
    }

    /** The text as it is sent, with the reasoning in it where that is its place. */
    static List<String> texts(TwinAnswer answer) {
        if (answer.reasoning().isEmpty() || answer.spelling() != ReasoningSpelling.THINK_TAGS) {
            return answer.pieces();
        }
        List<String> texts = new ArrayList<>();
        texts.add("<think>");
        texts.addAll(answer.reasoning());
        texts.add("</think>");
        texts.addAll(answer.pieces());
        return texts;
    }

    static Reply gate(int status, String text) {
        return Reply.json(status, Json.text(Json.object().put("error", text)));
    }

    static Reply openAi(int status, String message, String type, @Nullable String param, @Nullable String code) {
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return Reply.json(status, Json.text(body));
    }

    private ReplyBuilder terminated(ReplyBuilder reply) {
        return sendsDone() ? reply.lines(dataField() + "[DONE]") : reply;
    }

    private void runningUsage(List<ObjectNode> chunks, TwinAnswer answer) {
        TwinUsage total = answer.usage().orElse(null);
        if (total == null || !answer.runningUsage()) {
            return;
        }
        for (int i = 0; i < chunks.size(); i++) {
            if (!chunks.get(i).path("choices").isEmpty()) {
                chunks.get(i).set("usage", usage(new TwinUsage(total.input(), Math.min(i, total.output()))));
            }
        }
    }
}
