package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Role;
import dev.llmdriver.micrometer.GenAiSemconv;
import java.util.List;

/**
 * Writes what was asked for into a span: settings, and the words only if content is captured.
 *
 * @param text which conventions
 * @param content whether to write messages and tools
 */
record RequestFields(GenAiSemconv text, boolean content) {
    void add(Span span, Target target, ChatRequest request, Mode mode) {
        if (mode == Mode.STREAM) {
            span.set("gen_ai.request.stream", "true");
        }
        request.responseFormat().ifPresent(format -> span.set("gen_ai.output.type", type(format)));
        request.seed().ifPresent(seed -> span.set("gen_ai.request.seed", seed));
        request.maxTokens().ifPresent(tokens -> span.set("gen_ai.request.max_tokens", tokens));
        addSampling(span, request);
        if (!request.stop().isEmpty()) {
            span.set("gen_ai.request.stop_sequences", Json.texts(request.stop()));
        }
        if (content) {
            addContent(span, request, target.operation().equals(GenAi.GENERATE_CONTENT));
        }
    }

    private void addSampling(Span span, ChatRequest request) {
        request.temperature().ifPresent(value -> span.set("gen_ai.request.temperature", Double.toString(value)));
        request.topP().ifPresent(value -> span.set("gen_ai.request.top_p", Double.toString(value)));
        request.topK()
                .ifPresent(value -> span.set(
                        "gen_ai.request.top_k",
                        text == GenAiSemconv.NEXT ? Integer.toString(value) : Double.toString(value)));
        request.frequencyPenalty()
                .ifPresent(value -> span.set("gen_ai.request.frequency_penalty", Double.toString(value)));
        request.presencePenalty()
                .ifPresent(value -> span.set("gen_ai.request.presence_penalty", Double.toString(value)));
    }

    private static String type(ResponseFormat format) {
        return format instanceof ResponseFormat.PlainText ? "text" : "json";
    }

    /** Instructions stand apart only where the provider takes them apart from the conversation. */
    private void addContent(Span span, ChatRequest request, boolean apart) {
        List<Message> instructions =
                request.messages().stream().filter(RequestFields::isSystem).toList();
        List<Message> conversation = request.messages();
        if (apart && !instructions.isEmpty()) {
            conversation =
                    conversation.stream().filter(message -> !isSystem(message)).toList();
            span.set("gen_ai.system_instructions", ContentJson.instructions(text, instructions));
        }
        span.set("gen_ai.input.messages", ContentJson.messages(conversation));
        if (!request.tools().isEmpty()) {
            span.set("gen_ai.tool.definitions", ContentJson.tools(request.tools()));
        }
    }

    private static boolean isSystem(Message message) {
        return message.role() == Role.SYSTEM;
    }
}
