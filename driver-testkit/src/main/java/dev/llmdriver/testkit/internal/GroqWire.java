package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinUsage;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A provider like Groq: a whole tool call in one delta, the usage on the last two chunks. */
public final class GroqWire extends ChatWire {
    private static final String REQUEST = "req_twin_1";

    /** On chunks the fingerprint goes before the choices, on a whole answer after the usage. */
    @Override
    ObjectNode envelope(TwinAnswer answer, String object, ArrayNode choices) {
        ObjectNode envelope = super.envelope(answer, object, Json.array());
        if (object.equals(chunkObject())) {
            envelope.remove("choices");
            envelope.put("system_fingerprint", FINGERPRINT);
        }
        return envelope.set("choices", choices);
    }

    @Override
    ObjectNode completion(TwinAnswer answer) {
        ObjectNode completion = super.completion(answer).putNull("usage_breakdown");
        return withRequest(completion.put("system_fingerprint", FINGERPRINT)).put("service_tier", "on_demand");
    }

    @Override
    String afterJson() {
        return "\n";
    }

    @Override
    void noContent(ObjectNode message) {
        // no such key
    }

    @Override
    ObjectNode usage(TwinUsage usage) {
        return Json.object()
                .put("queue_time", 0.0716)
                .put("prompt_tokens", usage.input())
                .put("prompt_time", 0.0125)
                .put("completion_tokens", usage.output())
                .put("completion_time", 0.0091)
                .put("total_tokens", usage.input() + usage.output())
                .put("total_time", 0.0216);
    }

    @Override
    List<ObjectNode> contentChunks(TwinAnswer answer) {
        List<ObjectNode> chunks = super.contentChunks(answer);
        withRequest(chunks.get(0));
        return chunks;
    }

    @Override
    List<ObjectNode> lastChunks(TwinAnswer answer) {
        List<ObjectNode> chunks = super.lastChunks(answer);
        answer.usage().ifPresent(usage -> {
            chunks.get(0).putObject("x_groq").put("id", REQUEST).set("usage", usage(usage));
            chunks.get(0).set("usage", usage(usage));
            chunks.get(chunks.size() - 1).put("service_tier", "on_demand");
        });
        return chunks;
    }

    @Override
    Stream<ObjectNode> toolDeltas(TwinAnswer answer) {
        ArrayNode calls = Json.array();
        IntStream.range(0, answer.toolCalls().size()).forEach(i -> {
            ObjectNode call = toolCall(answer.toolCalls().get(i));
            calls.add(call.put("index", i));
        });
        return calls.isEmpty() ? Stream.empty() : Stream.of(delta().<ObjectNode>set("tool_calls", calls));
    }

    private static ObjectNode withRequest(ObjectNode node) {
        node.putObject("x_groq").put("id", REQUEST).put("seed", 1_394_299_605L);
        return node;
    }
}
