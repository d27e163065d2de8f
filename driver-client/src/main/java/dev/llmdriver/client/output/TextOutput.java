package dev.llmdriver.client.output;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.client.output.Output.Means;

/** Any text. */
final class TextOutput implements Form<String> {
    @Override
    public Plan plan(ChatModel model, ChatRequest request) {
        return new Plan(request, Means.NONE, false, false);
    }

    @Override
    public Plan emulate(ChatModel model, ChatRequest request) {
        return plan(model, request);
    }

    @Override
    public String read(String text, Plan plan) {
        return text;
    }
}
