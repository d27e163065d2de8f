package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import dev.llmdriver.testkit.TwinError.Kind;
import dev.llmdriver.testkit.TwinToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Text Generation Inference 3.2 and later: no id, the role on every delta, tool calls that end with {@code stop}. */
public class TgiWire extends ChatWire {
    private final String version;

    /** @param version as in {@code 3.3.7} */
    public TgiWire(String version) {
        this.version = version;
    }

    @Override
    public Reply error(TwinError error) {
        return error.kind() == Kind.UNAUTHORIZED
                ? Reply.empty(401)
                : Reply.json(
                        status(error),
                        Json.text(Json.object().put("error", message(error)).put("error_type", errorType(error))));
    }

    @Override
    String streamError(TwinError error) {
        ObjectNode body = Json.object();
        // TGI stamps 422 on whatever goes wrong inside a stream.
        body.putObject("error").put("message", message(error)).put("http_status_code", 422);
        return dataField() + Json.text(body);
    }

    @Override
    ReplyBuilder headers(ReplyBuilder reply) {
        return reply.header("x-compute-type", "gpu+optimized").header("x-accel-buffering", "no");
    }

    @Override
    ObjectNode envelope(TwinAnswer answer, String object, ArrayNode choices) {
        ObjectNode envelope = Json.object()
                .put("object", object)
                .put("id", "")
                .put("created", answer.created())
                .put("model", answer.model())
                .put("system_fingerprint", version + "-native");
        envelope.set("choices", choices);
        return object.equals("chat.completion.chunk") ? envelope.putNull("usage") : envelope;
    }

    @Override
    ObjectNode message(TwinAnswer answer) {
        if (answer.toolCalls().isEmpty()) {
            return super.message(answer);
        }
        ObjectNode message = Json.object().put("role", "assistant");
        return message.set("tool_calls", Json.array(toolCall(answer.toolCalls().get(0))));
    }

    @Override
    ObjectNode toolCall(TwinToolCall call) {
        ObjectNode node = Json.object().put("id", "0").put("type", "function");
        node.putObject("function")
                .putNull("description")
                .put("name", call.name())
                .put("arguments", call.arguments());
        return node;
    }

    @Override
    String finishReason(TwinAnswer answer) {
        return answer.finishReason().equals("tool_calls") ? "stop" : answer.finishReason();
    }

    @Override
    Stream<ObjectNode> firstDelta(TwinAnswer answer) {
        return Stream.empty();
    }

    @Override
    ObjectNode delta() {
        return Json.object().put("role", "assistant");
    }

    @Override
    ObjectNode lastDelta() {
        return delta().put("content", "");
    }

    /** One call at most: its name with the opening brace, then fragments that repeat the id and have a null name. */
    @Override
    Stream<ObjectNode> toolDeltas(TwinAnswer answer) {
        List<ObjectNode> deltas = new ArrayList<>();
        answer.toolCalls().stream().limit(1).forEach(call -> {
            deltas.add(fragment(call.name(), "{"));
            halves(call.arguments().substring(1)).forEach(half -> deltas.add(fragment(null, half)));
        });
        return deltas.stream();
    }

    final String message(TwinError error) {
        return switch (error.kind()) {
            case UNAUTHORIZED -> "";
            case INVALID, UNKNOWN_MODEL -> "Input validation error: " + error.detail();
            case CONTEXT_LENGTH ->
                "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. "
                        + "Given: 5000 `inputs` tokens and 100 `max_new_tokens`";
            case OVERLOADED -> "Model is overloaded";
            case LOADING -> "unhealthy";
            case GENERATION -> "Request failed during generation: " + error.detail();
        };
    }

    static String errorType(TwinError error) {
        return switch (error.kind()) {
            case OVERLOADED -> "overloaded";
            case LOADING -> "healthcheck";
            case GENERATION -> "generation";
            case UNAUTHORIZED, INVALID, CONTEXT_LENGTH, UNKNOWN_MODEL -> "validation";
        };
    }

    private static int status(TwinError error) {
        return switch (error.kind()) {
            case OVERLOADED -> 429;
            case LOADING -> 503;
            case GENERATION -> 424;
            case UNAUTHORIZED, INVALID, CONTEXT_LENGTH, UNKNOWN_MODEL -> 422;
        };
    }

    private ObjectNode fragment(@Nullable String name, String arguments) {
        ObjectNode call = Json.object().put("index", 0).put("id", "0").put("type", "function");
        call.putObject("function").put("name", name).put("arguments", arguments);
        return delta().putNull("content").set("tool_calls", Json.array(call));
    }
}
