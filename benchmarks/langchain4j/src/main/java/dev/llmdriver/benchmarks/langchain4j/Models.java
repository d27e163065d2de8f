package dev.llmdriver.benchmarks.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.llmdriver.benchmarks.Setup;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A model has its name from its builder, so there is one of each for a name. */
final class Models {
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final String KEY = "sk-bench";

    private final Setup setup;
    private final Map<String, ChatModel> calls = new ConcurrentHashMap<>();
    private final Map<String, StreamingChatModel> streams = new ConcurrentHashMap<>();

    Models(Setup setup) {
        this.setup = setup;
    }

    ChatModel call(String name) {
        return calls.computeIfAbsent(name, this::newCall);
    }

    StreamingChatModel stream(String name) {
        return streams.computeIfAbsent(name, this::newStream);
    }

    private ChatModel newCall(String name) {
        return switch (setup.protocol()) {
            case OPENAI ->
                OpenAiChatModel.builder()
                        .baseUrl(setup.origin() + "/v1")
                        .apiKey(KEY)
                        .modelName(name)
                        .timeout(TIMEOUT)
                        .build();
            case OLLAMA ->
                OllamaChatModel.builder()
                        .baseUrl(setup.origin())
                        .modelName(name)
                        .timeout(TIMEOUT)
                        .build();
            case GEMINI ->
                GoogleAiGeminiChatModel.builder()
                        .baseUrl(setup.origin() + "/v1beta")
                        .apiKey(KEY)
                        .modelName(name)
                        .timeout(TIMEOUT)
                        .build();
        };
    }

    private StreamingChatModel newStream(String name) {
        return switch (setup.protocol()) {
            case OPENAI ->
                OpenAiStreamingChatModel.builder()
                        .baseUrl(setup.origin() + "/v1")
                        .apiKey(KEY)
                        .modelName(name)
                        .timeout(TIMEOUT)
                        .build();
            case OLLAMA ->
                OllamaStreamingChatModel.builder()
                        .baseUrl(setup.origin())
                        .modelName(name)
                        .timeout(TIMEOUT)
                        .build();
            case GEMINI ->
                GoogleAiGeminiStreamingChatModel.builder()
                        .baseUrl(setup.origin() + "/v1beta")
                        .apiKey(KEY)
                        .modelName(name)
                        .timeout(TIMEOUT)
                        .build();
        };
    }
}
