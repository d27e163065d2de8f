package dev.llmdriver.benchmarks.llmdriver;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Setup;
import dev.llmdriver.benchmarks.Sink;

/** The same with calls on the caller's own thread ({@code ChatModel.generate}), as most applications make them, and the blocking peers. */
public final class LlmDriverBlocking extends LlmDriver {
    @Override
    public String name() {
        return "llm-driver-blocking";
    }

    @Override
    public Client open(Setup setup) {
        return new LlmDriverClient(setup, (builder, provider) -> {}) {
            @Override
            public boolean blockingCall() {
                return true;
            }

            @Override
            public void call(String model, String prompt, Sink sink) {
                sink.text(model(model).generate(ChatRequest.of(prompt)).text());
                sink.done();
            }
        };
    }
}
