package dev.llmdriver.benchmarks.llmdriver;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatStream;
import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Setup;
import dev.llmdriver.benchmarks.Sink;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Configured with nothing but addresses, keys, the size of the pool and what is asked for. */
class LlmDriverClient implements Client {
    private static final int SMALLEST_POOL = 64;

    private final LlmClient client;
    private final String provider;
    private final Map<String, ChatModel> models = new ConcurrentHashMap<>();

    /** @param more sets what is no default, for the provider of that name */
    LlmDriverClient(Setup setup, BiConsumer<LlmClientBuilder, String> more) {
        provider = switch (setup.protocol()) {
            case OPENAI -> "huggingface";
            case OLLAMA -> "ollama";
            case GEMINI -> "gemini";
        };
        String options = "llm." + provider + ".";
        LlmClientBuilder builder = LlmClient.builder()
                .property(options + "pool-size", Integer.toString(Math.max(SMALLEST_POOL, setup.concurrency())));
        if (setup.protocol() == Protocol.OPENAI) {
            builder.property(options + "endpoint", "dedicated").property(options + "base-url", setup.origin() + "/v1");
        } else {
            builder.property(options + "base-url", setup.origin());
        }
        if (setup.protocol() != Protocol.OLLAMA) {
            builder.property(options + "api-key", "sk-bench");
        }
        more.accept(builder, provider);
        client = builder.build();
    }

    @Override
    public boolean blockingCall() {
        return false;
    }

    @Override
    public boolean blockingStream() {
        return false;
    }

    final ChatModel model(String name) {
        return models.computeIfAbsent(name, key -> client.model(provider + ":" + key));
    }

    @Override
    public void call(String model, String prompt, Sink sink) {
        model(model).generateAsync(ChatRequest.of(prompt)).whenComplete((response, failure) -> {
            if (failure != null) {
                sink.fail(failure);
            } else {
                sink.text(response.text());
                sink.done();
            }
        });
    }

    @Override
    public void stream(String model, String prompt, Sink sink) {
        subscribe(model, prompt, sink, Long.MAX_VALUE);
    }

    @Override
    public Optional<Demand> streamOnDemand(String model, String prompt, Sink sink) {
        return Optional.of(subscribe(model, prompt, sink, 0)::request);
    }

    private Texts subscribe(String model, String prompt, Sink sink, long demand) {
        ChatStream stream = model(model).stream(ChatRequest.of(prompt));
        sink.cancelBy(() -> cancel(stream, sink));
        Texts texts = new Texts(sink, demand);
        stream.subscribe(texts);
        return texts;
    }

    /** A subscriber hears nothing more of a stream that is cancelled; its completion does. */
    private static void cancel(ChatStream stream, Sink sink) {
        stream.completion().whenComplete((response, failure) -> sink.fail(failure));
        stream.cancel();
    }

    @Override
    public void close() {
        client.close();
    }
}
