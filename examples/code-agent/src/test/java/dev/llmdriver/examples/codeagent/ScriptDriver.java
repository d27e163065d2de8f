package dev.llmdriver.examples.codeagent;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.Health;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Puts a scripted model behind the agent's real configuration, on a clock that stands still. */
final class ScriptDriver implements LlmDriver {
    final ManualScheduler clock = new ManualScheduler();
    final ScriptedChatModel model;

    ScriptDriver() {
        this.model = ScriptedChatModel.builder()
                .scheduler(clock)
                .callbackExecutor(Runnable::run)
                .build();
    }

    LlmClientBuilder configuration(Path folder) {
        return LlmClient.builder()
                .drivers(LlmDrivers.of(this))
                .environment(Map.of())
                .systemProperties(Map.of())
                .workingFolder(folder)
                .option(id(), CommonOptions.SCHEDULER, (Scheduler) clock)
                .option(id(), CommonOptions.CALLBACK_EXECUTOR, Runnable::run)
                .property("llm.model", "script:x");
    }

    @Override
    public String id() {
        return "script";
    }

    @Override
    public Set<Option<?>> options() {
        return CommonOptions.all();
    }

    @Override
    public LlmProvider connect(DriverOptions options) {
        return new Provider(options.providerName());
    }

    private final class Provider implements LlmProvider {
        private final String name;

        Provider(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ChatModel chatModel(String ignored) {
            return model;
        }

        @Override
        public EmbeddingModel embeddingModel(String ignored) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<List<ModelInfo>> models() {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletableFuture<Health> health() {
            return new CompletableFuture<>();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
