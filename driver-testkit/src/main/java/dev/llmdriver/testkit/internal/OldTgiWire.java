package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import dev.llmdriver.testkit.TwinToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Text Generation Inference up to 3.1: tool arguments are an object, and a stream hides the name among them. */
public class OldTgiWire extends TgiWire {

    /** @param version as in {@code 3.1.1} */
    public OldTgiWire(String version) {
        super(version);
    }

    @Override
    ObjectNode toolCall(TwinToolCall call) {
        ObjectNode node = super.toolCall(call);
        ((ObjectNode) node.get("function")).set("arguments", Json.parse(call.arguments()));
        return node;
    }

    @Override
    Stream<ObjectNode> toolDeltas(TwinAnswer answer) {
        List<ObjectNode> deltas = new ArrayList<>();
        answer.toolCalls().stream()
                .limit(1)
                .flatMap(call -> halves(envelope(call)).stream())
                .forEach(half -> deltas.add(fragment(half)));
        return deltas.stream();
    }

    private ObjectNode fragment(String arguments) {
        ObjectNode call = Json.object().put("index", 0).put("id", "").put("type", "function");
        call.putObject("function").putNull("name").put("arguments", arguments);
        return delta().set("tool_calls", call);
    }

    private static String envelope(TwinToolCall call) {
        ObjectNode function = Json.object().put("_name", call.name());
        function.setAll((ObjectNode) Json.parse(call.arguments()));
        return Json.text(Json.object().set("function", function));
    }

    /** 2.0: no space after {@code data:}, no {@code [DONE]}, {@code eos_token}, no usage in streams. */
    public static final class Version2 extends OldTgiWire {

        /** The version that was recorded. */
        public Version2() {
            super("2.0.1");
        }

        @Override
        String dataField() {
            return "data:";
        }

        @Override
        boolean sendsDone() {
            return false;
        }

        @Override
        String finishReason(TwinAnswer answer) {
            return answer.finishReason().equals("length") ? "length" : "eos_token";
        }

        @Override
        ObjectNode envelope(TwinAnswer answer, String object, ArrayNode choices) {
            return Json.object()
                    .put("id", "")
                    .put("object", "text_completion")
                    .put("created", answer.created())
                    .put("model", answer.model())
                    .put("system_fingerprint", "2.0.1-sha-2d0a717")
                    .set("choices", choices);
        }

        /** The finish reason comes with an empty text; there is no chunk for the usage. */
        @Override
        List<ObjectNode> lastChunks(TwinAnswer answer) {
            return List.of(chunk(answer, lastDelta(), finishReason(answer)));
        }

        @Override
        String streamError(TwinError error) {
            return dataField()
                    + Json.text(Json.object().put("error", message(error)).put("error_type", errorType(error)));
        }
    }
}
