package dev.llmdriver.benchmarks.openaijava;

import com.openai.client.OpenAIClientAsync;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Sink;
import java.util.Optional;

final class AsyncClient implements Client {
    private final OpenAIClientAsync client;

    AsyncClient(OpenAIClientAsync client) {
        this.client = client;
    }

    @Override
    public boolean blockingCall() {
        return false;
    }

    @Override
    public boolean blockingStream() {
        return false;
    }

    @Override
    public void call(String model, String prompt, Sink sink) {
        client.chat().completions().create(Chat.request(model, prompt)).whenComplete((answer, failure) -> {
            if (failure != null) {
                sink.fail(failure);
            } else {
                Chat.deliver(answer, sink);
            }
        });
    }

    @Override
    public void stream(String model, String prompt, Sink sink) {
        AsyncStreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(Chat.request(model, prompt));
        sink.cancelBy(response::close);
        response.subscribe(new AsyncStreamResponse.Handler<>() {
            @Override
            public void onNext(ChatCompletionChunk chunk) {
                Chat.deliver(chunk, sink);
            }

            @Override
            public void onComplete(Optional<Throwable> failure) {
                failure.ifPresentOrElse(sink::fail, sink::done);
            }
        });
    }

    @Override
    public void close() {
        client.close();
    }
}
