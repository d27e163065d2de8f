package dev.llmdriver.server.internal.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.FinishReason;
import dev.llmdriver.TokenLogprob;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What whole answers and pieces have in common on the wire. */
final class Wire {
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
    private static final double LEAST_LOGPROB = -9999;

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

    /** Writes the field {@code warnings}, if anything went otherwise than asked. OpenAI has no such field, and its clients pass it by. */
    static void warnings(JsonGenerator json, List<Warning> warnings) throws IOException {
        if (warnings.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("warnings");
        for (Warning warning : warnings) {
            json.writeStartObject();
            json.writeStringField("code", warning.code());
            json.writeStringField("field", spelled(warning.field()));
            json.writeStringField("message", warning.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** {@return a field's name as it is written here: the library's {@code toolChoice} is {@code tool_choice}} */
    private static String spelled(String field) {
        return CAPITAL.matcher(field).replaceAll("_$0").toLowerCase(Locale.ROOT);
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

    /** JSON has no number for the logarithm of nothing, nor for one that was not told; clients want one, and OpenAI has its own for it. */
    private static void token(JsonGenerator json, TokenLogprob token) throws IOException {
        json.writeStringField("token", token.token());
        json.writeNumberField("logprob", Double.isFinite(token.logprob()) ? token.logprob() : LEAST_LOGPROB);
        json.writeArrayFieldStart("bytes");
        for (byte each : token.token().getBytes(StandardCharsets.UTF_8)) {
            json.writeNumber(each & 0xff);
        }
        json.writeEndArray();
    }
}
