package dev.llmdriver.benchmarks.openaijava;

import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.llmdriver.benchmarks.Sink;

/** What both clients say and hear. */
final class Chat {
    private Chat() {}

    static ChatCompletionCreateParams request(String model, String prompt) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage(prompt)
                .build();
    }

    static void deliver(ChatCompletion answer, Sink sink) {
        sink.text(answer.choices().get(0).message().content().orElse(""));
        sink.done();
    }

    static void deliver(ChatCompletionChunk chunk, Sink sink) {
        if (!chunk.choices().isEmpty()) {
            String text = chunk.choices().get(0).delta().content().orElse("");
            if (!text.isEmpty()) {
                sink.text(text);
            }
        }
    }
}
