package dev.llmdriver.server.internal.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.FinishReason;
import dev.llmdriver.TokenLogprob;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/** What whole answers and pieces have in common on the wire. */
final class Wire {
    private Wire() {}

    /** {@return OpenAI's word; what it has none for is an end like any other} */
    static String finishReason(FinishReason reason) {
        return switch (reason.kind()) {
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
            case STOP, OTHER -> "stop";
        };
    }

    /** Writes the fields of a tool call, but for its place. */
    static void toolCall(JsonGenerator json, ToolCall call) throws IOException {
        json.writeStringField("id", call.id());
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", call.name());
        json.writeStringField("arguments", call.arguments());
        json.writeEndObject();
    }

    /** Writes the field {@code usage}. The three counters have to be there; what is unknown is 0. */
    static void usage(JsonGenerator json, Usage usage) throws IOException {
        long input = usage.input().orElse(0);
        long output = usage.output().orElse(0);
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", input);
        json.writeNumberField("completion_tokens", output);
        json.writeNumberField("total_tokens", usage.total().orElse(input + output));
        detail(json, "prompt_tokens_details", "cached_tokens", usage.cachedInput());
        detail(json, "completion_tokens_details", "reasoning_tokens", usage.reasoning());
        json.writeEndObject();
    }

    private static void detail(JsonGenerator json, String group, String name, OptionalLong tokens) throws IOException {
        if (tokens.isPresent()) {
            json.writeObjectFieldStart(group);
            json.writeNumberField(name, tokens.getAsLong());
            json.writeEndObject();
        }
    }

    /** Writes the field {@code logprobs}: null if there are none. */
    static void logprobs(JsonGenerator json, List<TokenLogprob> tokens) throws IOException {
        if (tokens.isEmpty()) {
            json.writeNullField("logprobs");
            return;
        }
        json.writeObjectFieldStart("logprobs");
        json.writeArrayFieldStart("content");
        for (TokenLogprob token : tokens) {
            json.writeStartObject();
            token(json, token);
            json.writeArrayFieldStart("top_logprobs");
            for (TokenLogprob other : token.top()) {
                json.writeStartObject();
                token(json, other);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNullField("refusal");
        json.writeEndObject();
    }

    private static void token(JsonGenerator json, TokenLogprob token) throws IOException {
        json.writeStringField("token", token.token());
        json.writeNumberField("logprob", token.logprob());
        json.writeArrayFieldStart("bytes");
        for (byte each : token.token().getBytes(StandardCharsets.UTF_8)) {
            json.writeNumber(each & 0xff);
        }
        json.writeEndArray();
    }
}
