package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import org.jspecify.annotations.Nullable;

/** vLLM: a null usage on every chunk, and error codes that are numbers. */
public class VllmWire extends ChatWire {

    @Override
    public Reply error(TwinError error) {
        ObjectNode body = Json.object();
        body.set("error", fault(error));
        return Reply.json(status(error), Json.text(body));
    }

    @Override
    String streamError(TwinError error) {
        ObjectNode body = Json.object();
        body.set("error", fault(error));
        return dataField() + Json.text(body);
    }

    @Override
    ReplyBuilder headers(ReplyBuilder reply) {
        return reply.header("server", "uvicorn");
    }

    @Override
    ObjectNode completion(TwinAnswer answer) {
        ObjectNode completion = super.completion(answer);
        ((ObjectNode) completion.path("choices").path(0)).putNull("stop_reason");
        return completion.putNull("prompt_logprobs");
    }

    @Override
    ObjectNode chunk(TwinAnswer answer, ObjectNode delta, @Nullable String finishReason) {
        return super.chunk(answer, delta, finishReason).putNull("usage");
    }

    ObjectNode fault(TwinError error) {
        return Json.object()
                .put("message", message(error))
                .put("type", type(error))
                .put("param", error.kind() == TwinError.Kind.UNKNOWN_MODEL ? "model" : null)
                .put("code", status(error));
    }

    static int status(TwinError error) {
        return switch (error.kind()) {
            case UNAUTHORIZED -> 401;
            case INVALID, CONTEXT_LENGTH -> 400;
            case UNKNOWN_MODEL -> 404;
            case OVERLOADED, LOADING -> 503;
            case GENERATION -> 500;
        };
    }

    private static String type(TwinError error) {
        return switch (error.kind()) {
            case UNAUTHORIZED -> "Unauthorized";
            case INVALID, CONTEXT_LENGTH -> "BadRequestError";
            case UNKNOWN_MODEL -> "NotFoundError";
            case OVERLOADED, LOADING -> "ServiceUnavailableError";
            case GENERATION -> "InternalServerError";
        };
    }

    private static String message(TwinError error) {
        return switch (error.kind()) {
            case UNAUTHORIZED -> "Unauthorized";
            case CONTEXT_LENGTH ->
                "This model's maximum context length is 4096 tokens. However, you requested 5100 "
                        + "tokens (5000 in the messages, 100 in the completion).";
            case UNKNOWN_MODEL -> "The model `" + error.detail() + "` does not exist.";
            case OVERLOADED -> "The server is overloaded";
            case LOADING -> "The server is starting";
            case INVALID, GENERATION -> error.detail();
        };
    }
}
