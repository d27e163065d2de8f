package dev.llmdriver.server.internal.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ToolCall;
import java.io.IOException;

/**
 * A whole answer on the wire.
 *
 * @param head what it begins with
 * @param response the answer
 */
record Completion(Head head, ChatResponse response) implements Answers.Value {
    @Override
    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        head.write(json, "chat.completion", response.ref());
        json.writeArrayFieldStart("choices");
        json.writeStartObject();
        json.writeNumberField("index", 0);
        message(json);
        Wire.logprobs(json, response.logprobs());
        json.writeStringField("finish_reason", Wire.finishReason(response.finishReason()));
        json.writeEndObject();
        json.writeEndArray();
        if (response.usage().isPresent()) {
            Wire.usage(json, response.usage().get());
        }
        Wire.warnings(json, response.warnings());
        json.writeEndObject();
    }

    private void message(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("message");
        json.writeStringField("role", "assistant");
        String text = response.text();
        if (text.isEmpty() && !response.toolCalls().isEmpty()) {
            json.writeNullField("content");
        } else {
            json.writeStringField("content", text);
        }
        json.writeNullField("refusal");
        if (!response.reasoning().isEmpty()) {
            json.writeStringField("reasoning_content", response.reasoning());
        }
        if (!response.toolCalls().isEmpty()) {
            json.writeArrayFieldStart("tool_calls");
            for (ToolCall call : response.toolCalls()) {
                json.writeStartObject();
                Wire.toolCall(json, call);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
