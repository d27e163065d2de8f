package dev.llmdriver.benchmarks.springai;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Setup;
import dev.llmdriver.benchmarks.Sink;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.ollama.OllamaChatModel;
import org.springframework.ai.ollama.api.OllamaApi;
import org.springframework.ai.ollama.api.OllamaChatOptions;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

final class SpringAiClient implements Client {
    private final Setup setup;
    private final Map<String, ChatModel> models = new ConcurrentHashMap<>();

    SpringAiClient(Setup setup) {
        this.setup = setup;
    }

    @Override
    public boolean blockingCall() {
        return true;
    }

    @Override
    public boolean blockingStream() {
        return false;
    }

    private ChatModel model(String name) {
        return models.computeIfAbsent(name, setup.protocol() == Protocol.OPENAI ? this::newOpenAi : this::newOllama);
    }

    // Not chained: the methods of these builders do not all return the builder they were called on.
    private ChatModel newOpenAi(String name) {
        OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
        options.model(name);
        options.baseUrl(setup.origin() + "/v1");
        options.apiKey("sk-bench");
        options.timeout(Duration.ofSeconds(120));
        return OpenAiChatModel.builder().options(options.build()).build();
    }

    private ChatModel newOllama(String name) {
        OllamaChatOptions.Builder options = OllamaChatOptions.builder();
        options.model(name);
        OllamaApi api = OllamaApi.builder().baseUrl(setup.origin()).build();
        return OllamaChatModel.builder().ollamaApi(api).options(options.build()).build();
    }

    private static Prompt prompt(String text) {
        return new Prompt(new UserMessage(text));
    }

    @Override
    public void call(String model, String prompt, Sink sink) {
        sink.text(model(model).call(prompt(prompt)).getResult().getOutput().getText());
        sink.done();
    }

    @Override
    public void stream(String model, String prompt, Sink sink) {
        Texts texts = new Texts(sink, Long.MAX_VALUE);
        model(model).stream(prompt(prompt)).subscribe(texts);
        sink.cancelBy(texts::dispose);
    }

    @Override
    public Optional<Demand> streamOnDemand(String model, String prompt, Sink sink) {
        Texts texts = new Texts(sink, 0);
        model(model).stream(prompt(prompt)).subscribe(texts);
        return Optional.of(texts::request);
    }

    @Override
    public void close() {
        // nothing to close in the API
    }
}
