package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinUsage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A provider like Cerebras: no key without a value, usage on the last chunk, no {@code [DONE]}. */
public final class CerebrasWire extends ChatWire {

    @Override
    boolean sendsDone() {
        return false;
    }

    @Override
    String eventStream() {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    ObjectNode completion(TwinAnswer answer) {
        ObjectNode completion = super.completion(answer);
        completion.path("choices").forEach(choice -> ((ObjectNode) choice).remove("logprobs"));
        return timed(completion);
    }

    @Override
    void noContent(ObjectNode message) {
        // no such key
    }

    @Override
    ObjectNode usage(TwinUsage usage) {
        ObjectNode node = super.usage(usage);
        node.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
        return node;
    }

    private static ObjectNode timed(ObjectNode node) {
        node.putObject("time_info")
                .put("queue_time", 0.0002)
                .put("prompt_time", 0.0033)
                .put("completion_time", 0.1323)
                .put("total_time", 0.1372)
                .put("created", 1_760_396_436);
        return node;
    }

    @Override
    ObjectNode envelope(TwinAnswer answer, String object, ArrayNode choices) {
        return Json.object()
                .put("id", answer.id())
                .<ObjectNode>set("choices", choices)
                .put("created", answer.created())
                .put("model", answer.model())
                .put("system_fingerprint", FINGERPRINT)
                .put("object", object);
    }

    @Override
    ObjectNode chunk(TwinAnswer answer, ObjectNode delta, @Nullable String finishReason) {
        ObjectNode choice = Json.object().set("delta", delta);
        if (finishReason != null) {
            choice.put("finish_reason", finishReason);
        }
        return envelope(answer, chunkObject(), Json.array(choice.put("index", 0)));
    }

    @Override
    Stream<ObjectNode> firstDelta(TwinAnswer answer) {
        return Stream.of(Json.object().put("role", "assistant"));
    }

    @Override
    List<ObjectNode> lastChunks(TwinAnswer answer) {
        ObjectNode last = chunk(answer, lastDelta(), finishReason(answer));
        answer.usage().ifPresent(usage -> last.set("usage", usage(usage)));
        return List.of(timed(last));
    }
}
