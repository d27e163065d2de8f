package dev.llmdriver.client.batch;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** A model whose calls end when the test says so. */
final class OpenCalls extends NoModel {
    private final Map<String, CompletableFuture<ChatResponse>> calls = new LinkedHashMap<>();
    private String awaited = "";
    private Runnable whenOpen = () -> {};

    /** Does something as soon as this is asked. */
    void whenOpen(String prompt, Runnable then) {
        awaited = prompt;
        whenOpen = then;
    }

    /** {@return what is under way} */
    List<String> open() {
        return calls.entrySet().stream()
                .filter(call -> !call.getValue().isDone())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public CompletableFuture<ChatResponse> generateAsync(ChatRequest request) {
        CompletableFuture<ChatResponse> call = new CompletableFuture<>();
        String prompt = request.messages().get(0).text();
        calls.put(prompt, call);
        if (prompt.equals(awaited)) {
            whenOpen.run();
        }
        return call;
    }

    void answer(String... prompts) {
        for (String prompt : prompts) {
            Objects.requireNonNull(calls.get(prompt), prompt).complete(HoldingModel.answer(prompt));
        }
    }

    void fail(String prompt, ErrorKind kind) {
        Objects.requireNonNull(calls.get(prompt), prompt)
                .completeExceptionally(LlmException.builder(kind, "scripted").build());
    }
}
