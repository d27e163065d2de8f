package dev.llmdriver.benchmarks.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Sink;

final class LangChain4jClient implements Client {
    private final Models models;

    LangChain4jClient(Models models) {
        this.models = models;
    }

    @Override
    public boolean blockingCall() {
        return true;
    }

    @Override
    public boolean blockingStream() {
        return false;
    }

    private static ChatRequest request(String prompt) {
        return ChatRequest.builder().messages(UserMessage.from(prompt)).build();
    }

    @Override
    public void call(String model, String prompt, Sink sink) {
        sink.text(models.call(model).chat(request(prompt)).aiMessage().text());
        sink.done();
    }

    @Override
    public void stream(String model, String prompt, Sink sink) {
        models.stream(model).chat(request(prompt), new Handler(sink));
    }

    @Override
    public void close() {
        // nothing to close in the API
    }

    private static final class Handler implements StreamingChatResponseHandler {
        private final Sink sink;
        private boolean started;

        Handler(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
            if (!started) {
                started = true;
                sink.cancelBy(() -> context.streamingHandle().cancel());
            }
            sink.text(partial.text());
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            sink.done();
        }

        @Override
        public void onError(Throwable failure) {
            sink.fail(failure);
        }
    }
}
