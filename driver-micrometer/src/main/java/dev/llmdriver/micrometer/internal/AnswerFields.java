package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import java.util.List;
import java.util.Locale;

/**
 * Writes what came back into a span: facts, and the words only if content is captured.
 *
 * @param naming names and prices
 * @param ref who was asked
 * @param content whether to write the message
 */
record AnswerFields(Naming naming, ModelRef ref, boolean content) {
    private static final String HUGGING_FACE = "huggingface";

    void add(Span span, ChatResponse answer) {
        String reason = finish(answer.finishReason());
        answer.responseId().ifPresent(id -> span.set("gen_ai.response.id", id));
        answer.servedModel().ifPresent(model -> span.set(GenAi.RESPONSE_MODEL, model));
        span.set("gen_ai.response.finish_reasons", Json.texts(List.of(reason)));
        answer.usage().ifPresent(usage -> addUsage(span, usage));
        if (naming.driver(ref).equals(HUGGING_FACE)) {
            answer.servedBy().ifPresent(provider -> span.set("llmdriver.hf.provider", provider));
        }
        if (content) {
            span.set("gen_ai.output.messages", ContentJson.answer(naming.text(), answer.message(), reason));
        }
    }

    void add(Span span, EmbeddingResponse answer) {
        answer.servedModel().ifPresent(model -> span.set(GenAi.RESPONSE_MODEL, model));
        answer.usage().ifPresent(usage -> addUsage(span, usage));
    }

    private void addUsage(Span span, Usage usage) {
        usage.input().ifPresent(tokens -> span.set("gen_ai.usage.input_tokens", tokens));
        usage.output().ifPresent(tokens -> span.set("gen_ai.usage.output_tokens", tokens));
        usage.cachedInput().ifPresent(tokens -> span.set("gen_ai.usage.cache_read.input_tokens", tokens));
        usage.reasoning().ifPresent(tokens -> span.set("gen_ai.usage.reasoning.output_tokens", tokens));
        naming.cost(ref, usage).ifPresent(dollars -> span.set("llmdriver.cost.usd", Double.toString(dollars)));
    }

    /** The conventions' own words; what they have none for is told in the provider's. */
    private static String finish(FinishReason reason) {
        return switch (reason.kind()) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_call";
            case CONTENT_FILTER -> "content_filter";
            default -> reason.raw().isEmpty() ? "other" : reason.raw().toLowerCase(Locale.ROOT);
        };
    }
}
