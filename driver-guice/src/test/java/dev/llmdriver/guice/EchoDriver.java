package dev.llmdriver.guice;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers with its model's name and a greeting that is injected. */
final class EchoDriver implements LlmDriver {
    static final class Counts {
        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
    }

    private final Counts counts;
    private final String greeting;

    @Inject
    EchoDriver(Counts counts, String greeting) {
        this.counts = counts;
        this.greeting = greeting;
    }

    @Override
    public String id() {
        return "echo";
    }

    @Override
    public Set<Option<?>> options() {
        return Set.of();
    }

    @Override
    public LlmProvider connect(DriverOptions options) {
        counts.opened.incrementAndGet();
        return new Echo(options.providerName());
    }

    private final class Echo implements LlmProvider {
        private final String name;

        Echo(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ChatModel chatModel(String model) {
            return ScriptedChatModel.builder()
                    .ref(new ModelRef(name, model))
                    .build()
                    .answers(request -> ScriptedAnswer.of(greeting + " from " + model));
        }

        @Override
        public EmbeddingModel embeddingModel(String model) {
            throw LlmException.builder(ErrorKind.UNSUPPORTED, "echo has no embeddings")
                    .build();
        }

        @Override
        public CompletableFuture<List<ModelInfo>> models() {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletableFuture<Health> health() {
            throw new UnsupportedOperationException("nobody asks");
        }

        @Override
        public void close() {
            counts.closed.incrementAndGet();
        }
    }
}
