package dev.llmdriver.benchmarks.googlegenai;

import com.google.genai.ResponseStream;
import com.google.genai.types.GenerateContentResponse;
import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Sink;

final class GoogleGenaiClient implements Client {
    private final com.google.genai.Client client;

    GoogleGenaiClient(com.google.genai.Client client) {
        this.client = client;
    }

    @Override
    public boolean blockingCall() {
        return true;
    }

    @Override
    public boolean blockingStream() {
        return true;
    }

    @Override
    public void call(String model, String prompt, Sink sink) {
        sink.text(client.models.generateContent(model, prompt, null).text());
        sink.done();
    }

    @Override
    public void stream(String model, String prompt, Sink sink) {
        try (ResponseStream<GenerateContentResponse> parts = client.models.generateContentStream(model, prompt, null)) {
            sink.cancelBy(parts::close);
            for (GenerateContentResponse part : parts) {
                String text = part.text();
                if (text != null && !text.isEmpty()) {
                    sink.text(text);
                }
            }
        }
        sink.done();
    }

    @Override
    public void close() {
        client.close();
    }
}
