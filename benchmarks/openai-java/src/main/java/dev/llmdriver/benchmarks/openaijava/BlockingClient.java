package dev.llmdriver.benchmarks.openaijava;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Sink;
import java.util.Iterator;

final class BlockingClient implements Client {
    private final OpenAIClient client;

    BlockingClient(OpenAIClient client) {
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
        Chat.deliver(client.chat().completions().create(Chat.request(model, prompt)), sink);
    }

    @Override
    public void stream(String model, String prompt, Sink sink) {
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(Chat.request(model, prompt))) {
            sink.cancelBy(response::close);
            for (Iterator<ChatCompletionChunk> chunks = response.stream().iterator(); chunks.hasNext(); ) {
                Chat.deliver(chunks.next(), sink);
            }
        }
        sink.done();
    }

    @Override
    public void close() {
        client.close();
    }
}
