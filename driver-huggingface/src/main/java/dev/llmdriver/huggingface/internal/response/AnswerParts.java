package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ProviderData;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.huggingface.internal.request.ChatRequestCodec;
import dev.llmdriver.huggingface.internal.request.ReasoningField;

/** Numbers the parts of an answer by first appearance: one of reasoning, one of text, one for each tool call. */
final class AnswerParts {
    private static final int NONE = -1;

    private final String model;
    private int next;
    private int text = NONE;
    private int reasoning = NONE;

    AnswerParts(String model) {
        this.model = model;
    }

    void text(String delta, EventSink sink) {
        if (delta.isEmpty()) {
            return;
        }
        if (text == NONE) {
            text = next++;
        }
        sink.next(new ChatEvent.TextDelta(text, delta));
    }

    void reasoning(String delta, String field, EventSink sink) {
        if (delta.isEmpty()) {
            return;
        }
        if (reasoning == NONE) {
            reasoning = next++;
            ProviderData data = ReasoningField.note(ChatRequestCodec.DRIVER, model, field);
            sink.attach(reasoning, data);
        }
        sink.next(new ChatEvent.ReasoningDelta(reasoning, delta));
    }

    int nextIndex() {
        return next++;
    }

    boolean hasText() {
        return text != NONE;
    }
}
