package dev.llmdriver.benchmarks.ollama4j;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Sink;
import io.github.ollama4j.Ollama;
import io.github.ollama4j.models.chat.OllamaChatMessageRole;
import io.github.ollama4j.models.chat.OllamaChatRequest;

final class Ollama4jClient implements Client {
    private final Ollama ollama;

    Ollama4jClient(Ollama ollama) {
        this.ollama = ollama;
    }

    @Override
    public boolean blockingCall() {
        return true;
    }

    @Override
    public boolean blockingStream() {
        return true;
    }

    private static OllamaChatRequest request(String model, String prompt) {
        return OllamaChatRequest.builder().withModel(model).withMessage(OllamaChatMessageRole.USER, prompt);
    }

    @Override
    public void call(String model, String prompt, Sink sink) throws Exception {
        OllamaChatRequest request = request(model, prompt).build();
        sink.text(ollama.chat(request, null).getResponseModel().getMessage().getResponse());
        sink.done();
    }

    @Override
    public void stream(String model, String prompt, Sink sink) throws Exception {
        sink.cancelBy(Thread.currentThread()::interrupt);
        OllamaChatRequest request = request(model, prompt).withStreaming().build();
        ollama.chat(request, part -> {
            String text = part.getMessage() == null ? null : part.getMessage().getResponse();
            if (text != null && !text.isEmpty()) {
                sink.text(text);
            }
        });
        sink.done();
    }

    @Override
    public void close() {
        // nothing to close in the API
    }
}
