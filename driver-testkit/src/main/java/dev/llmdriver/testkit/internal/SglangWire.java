package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import org.jspecify.annotations.Nullable;

/** SGLang: close to vLLM, but flat errors, and {@code matched_stop} beside the finish reason. */
public final class SglangWire extends VllmWire {

    @Override
    public Reply error(TwinError error) {
        return Reply.json(status(error), Json.text(fault(error)));
    }

    @Override
    ObjectNode completion(TwinAnswer answer) {
        ObjectNode completion = super.completion(answer);
        ObjectNode choice = (ObjectNode) completion.path("choices").path(0);
        choice.remove("stop_reason");
        choice.putNull("matched_stop");
        completion.remove("prompt_logprobs");
        return completion;
    }

    @Override
    ObjectNode chunk(TwinAnswer answer, ObjectNode delta, @Nullable String finishReason) {
        ObjectNode chunk = super.chunk(answer, delta, finishReason);
        ((ObjectNode) chunk.path("choices").path(0)).putNull("matched_stop");
        return chunk;
    }

    @Override
    ObjectNode fault(TwinError error) {
        ObjectNode fault = Json.object().put("object", "error");
        return fault.setAll(super.fault(error));
    }
}
