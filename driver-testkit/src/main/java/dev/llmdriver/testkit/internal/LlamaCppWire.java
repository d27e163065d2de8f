package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import dev.llmdriver.testkit.TwinUsage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** llama.cpp's server: timings beside the usage, numeric codes, errors in a stream under the field {@code error}. */
public final class LlamaCppWire extends ChatWire {

    @Override
    public Reply error(TwinError error) {
        ObjectNode body = Json.object();
        body.set("error", fault(error));
        return Reply.json(status(error), Json.text(body));
    }

    @Override
    String streamError(TwinError error) {
        return "error: " + Json.text(fault(error));
    }

    @Override
    ReplyBuilder headers(ReplyBuilder reply) {
        return reply.header("server", "llama.cpp");
    }

    @Override
    ObjectNode envelope(TwinAnswer answer, String object, ArrayNode choices) {
        ObjectNode envelope = Json.object().set("choices", choices);
        return envelope.put("created", answer.created())
                .put("id", answer.id())
                .put("model", answer.model())
                .put("system_fingerprint", "b7000-twin")
                .put("object", object);
    }

    @Override
    ObjectNode completion(TwinAnswer answer) {
        ObjectNode completion = withTimings(super.completion(answer), answer);
        completion.path("choices").forEach(choice -> ((ObjectNode) choice).remove("logprobs"));
        return completion;
    }

    @Override
    void noContent(ObjectNode message) {
        message.put("content", "");
    }

    @Override
    ObjectNode usage(TwinUsage usage) {
        ObjectNode node = super.usage(usage);
        node.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
        return node;
    }

    @Override
    String json() {
        return "application/json; charset=utf-8";
    }

    @Override
    ObjectNode chunk(TwinAnswer answer, ObjectNode delta, @Nullable String finishReason) {
        ObjectNode choice = Json.object().put("finish_reason", finishReason).put("index", 0);
        return envelope(answer, chunkObject(), Json.array(choice.<ObjectNode>set("delta", delta)));
    }

    @Override
    Stream<ObjectNode> firstDelta(TwinAnswer answer) {
        return Stream.of(Json.object().put("role", "assistant").putNull("content"));
    }

    @Override
    List<ObjectNode> lastChunks(TwinAnswer answer) {
        List<ObjectNode> chunks = super.lastChunks(answer);
        withTimings(chunks.get(chunks.size() - 1), answer);
        return chunks;
    }

    private static ObjectNode withTimings(ObjectNode node, TwinAnswer answer) {
        answer.usage()
                .ifPresent(usage -> node.putObject("timings")
                        .put("cache_n", usage.cached())
                        .put("prompt_n", usage.input() - usage.cached())
                        .put("prompt_ms", 12.5)
                        .put("prompt_per_token_ms", 6.25)
                        .put("prompt_per_second", 160.0)
                        .put("predicted_n", usage.output())
                        .put("predicted_ms", 80.25)
                        .put("predicted_per_token_ms", 8.025)
                        .put("predicted_per_second", 124.61));
        return node;
    }

    private static ObjectNode fault(TwinError error) {
        ObjectNode fault = Json.object().put("code", status(error)).put("message", message(error));
        return switch (error.kind()) {
            case UNAUTHORIZED -> fault.put("type", "authentication_error");
            case CONTEXT_LENGTH ->
                fault.put("n_ctx", 4096).put("n_prompt_tokens", 5000).put("type", "exceed_context_size_error");
            case OVERLOADED, LOADING -> fault.put("type", "unavailable_error");
            case GENERATION -> fault.put("type", "server_error");
            case INVALID, UNKNOWN_MODEL -> fault.put("type", "invalid_request_error");
        };
    }

    private static String message(TwinError error) {
        return switch (error.kind()) {
            case UNAUTHORIZED -> "Invalid API Key";
            case CONTEXT_LENGTH ->
                "request (5000 tokens) exceeds the available context size (4096 tokens), " + "try increasing it";
            case LOADING -> "Loading model";
            case OVERLOADED -> "No slot is available";
            case INVALID, UNKNOWN_MODEL, GENERATION -> error.detail();
        };
    }

    private static int status(TwinError error) {
        return switch (error.kind()) {
            case UNAUTHORIZED -> 401;
            case INVALID, CONTEXT_LENGTH, UNKNOWN_MODEL -> 400;
            case OVERLOADED, LOADING -> 503;
            case GENERATION -> 500;
        };
    }
}
