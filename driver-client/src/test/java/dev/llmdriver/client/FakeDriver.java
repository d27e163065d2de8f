package dev.llmdriver.client;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.ModelFacts;
import dev.llmdriver.spi.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A driver that answers "hi" after as many failures as it was told, and keeps what it was given. */
final class FakeDriver implements LlmDriver {
    static final Option<Integer> SIZE = Option.integer("size", "how large");

    private final String id;
    final List<FakeProvider> opened = new ArrayList<>();
    int failures;
    ErrorKind kind = ErrorKind.OVERLOADED;
    ModelInfo info = ModelInfo.builder("any").build();
    Runnable onClose = () -> {};

    FakeDriver(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Set<Option<?>> options() {
        Set<Option<?>> options = new HashSet<>(Set.of(
                CommonOptions.API_KEY.withEnvironment("FAKE_TOKEN", "FAKE_KEY"),
                CommonOptions.BASE_URL.withEnvironment("FAKE_HOST"),
                CommonOptions.DEADLINE.withDefault(Duration.ofSeconds(77)),
                SIZE));
        options.addAll(CommonOptions.all());
        return options;
    }

    @Override
    public LlmProvider connect(DriverOptions options) {
        FakeProvider provider = new FakeProvider(options.checked(options()));
        opened.add(provider);
        return provider;
    }

    final class FakeProvider implements LlmProvider {
        final DriverOptions options;
        final List<ChatRequest> requests = new ArrayList<>();
        final List<EmbeddingRequest> embedded = new ArrayList<>();
        final List<Duration> deadlines = new ArrayList<>();
        boolean closed;

        FakeProvider(DriverOptions options) {
            this.options = options;
        }

        @Override
        public String name() {
            return options.providerName();
        }

        @Override
        public ChatModel chatModel(String model) {
            return ChatModels.of(new Engine(new ModelRef(name(), model)), new Facts(), CallSettings.of(options));
        }

        @Override
        public EmbeddingModel embeddingModel(String model) {
            return ChatModels.of(new Embedding(new ModelRef(name(), model)), CallSettings.of(options));
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
            closed = true;
            onClose.run();
        }

        private boolean fails(CallContext call, ModelRef ref) {
            deadlines.add(call.remaining().orElseThrow());
            boolean failing = failures > 0;
            failures--;
            if (failing) {
                call.beginAttempt(ref).failed(kind);
            } else {
                call.beginAttempt(ref).succeeded();
            }
            return failing;
        }

        private final class Engine implements ChatEngine {
            private final ModelRef ref;

            Engine(ModelRef ref) {
                this.ref = ref;
            }

            @Override
            public ModelRef ref() {
                return ref;
            }

            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                requests.add(request);
                if (fails(call, ref)) {
                    return CompletableFuture.failedFuture(
                            LlmException.builder(kind, "busy").build());
                }
                return CompletableFuture.completedFuture(ChatResponse.builder(
                                ref,
                                Message.assistant("hi from " + ref),
                                new FinishReason(FinishReason.Kind.STOP, "stop"))
                        .attempts(call.ledger().attempts())
                        .build());
            }

            @Override
            public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Explanation explain(ChatRequest request, Mode mode) {
                requests.add(request);
                throw LlmException.builder(ErrorKind.UNSUPPORTED, "explained").build();
            }
        }

        private final class Embedding implements EmbeddingEngine {
            private final ModelRef ref;

            Embedding(ModelRef ref) {
                this.ref = ref;
            }

            @Override
            public ModelRef ref() {
                return ref;
            }

            @Override
            public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
                embedded.add(request);
                return fails(call, ref)
                        ? CompletableFuture.failedFuture(
                                LlmException.builder(kind, "busy").build())
                        : CompletableFuture.completedFuture(EmbeddingResponse.builder(ref, List.of(new float[] {1}))
                                .attempts(call.ledger().attempts())
                                .build());
            }
        }
    }

    private final class Facts implements ModelFacts {
        @Override
        public Capabilities capabilities() {
            return Capabilities.unknown();
        }

        @Override
        public CompletableFuture<ModelInfo> describe() {
            return CompletableFuture.completedFuture(info);
        }
    }
}
