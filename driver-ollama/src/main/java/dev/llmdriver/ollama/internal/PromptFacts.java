package dev.llmdriver.ollama.internal;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import dev.llmdriver.ollama.internal.request.ChatRequestCodec;
import dev.llmdriver.ollama.internal.request.Defaults;
import dev.llmdriver.ollama.internal.response.WindowCheck;
import java.util.Map;

/** Gathers what is known of a prompt before it is sent, to judge afterwards whether Ollama read all of it. */
final class PromptFacts {
    private PromptFacts() {}

    static WindowCheck of(ChatRequest request, Defaults defaults, long loadedWindow) {
        long characters = 0;
        long spoken = 0;
        for (Message message : request.messages()) {
            spoken += message.role() == Role.SYSTEM ? 0 : 1;
            for (Part part : message.parts()) {
                characters += length(part);
            }
        }
        for (Tool tool : request.tools()) {
            characters += tool.name().length() + tool.description().length();
        }
        Map<String, Object> extras = request.extras(ChatRequestCodec.DRIVER);
        boolean truncates = !Boolean.FALSE.equals(extras.getOrDefault("truncate", orTrue(defaults.truncate())));
        long window = option("num_ctx", extras, defaults);
        long most = request.maxTokens().isPresent()
                ? request.maxTokens().getAsInt()
                : option("num_predict", extras, defaults);
        return new WindowCheck(
                characters, truncates && spoken > 1, window > 0 ? window : loadedWindow, Math.max(0, most));
    }

    private static Object orTrue(@org.jspecify.annotations.Nullable Boolean configured) {
        return configured == null || configured;
    }

    private static long length(Part part) {
        if (part instanceof Text text) {
            return text.text().length();
        }
        if (part instanceof ToolCall call) {
            return call.arguments().length();
        }
        return part instanceof ToolResult result ? result.content().length() : 0;
    }

    private static long option(String name, Map<String, Object> extras, Defaults defaults) {
        Object value = extras.get("options") instanceof Map<?, ?> options && options.containsKey(name)
                ? options.get(name)
                : defaults.options().get(name);
        return value instanceof Number number ? number.longValue() : 0;
    }
}
