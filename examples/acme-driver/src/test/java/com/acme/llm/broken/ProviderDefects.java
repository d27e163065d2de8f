package com.acme.llm.broken;

import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Support;
import dev.llmdriver.TokenCount;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.ModelFacts;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** P and M. */
final class ProviderDefects {
    private ProviderDefects() {}

    static List<Defect> all() {
        return List.of(
                new Defect("P1", "answers to what another thread asked", confused()),
                new Defect("P2", "tidies names up", shell(Picky::new)),
                new Defect("P3", "promises embeddings that there are not", shell(Boastful::new)),
                new Defect("P4", "names itself in place of the provider", shell(Selfish::new)),
                new Defect("P5", "can still be called when closed", shell(Open::new)),
                new Defect("P6", "leaves calls open when closed", shell(Open::new)),
                new Defect("P7", "closes once and no more", shell(Once::new)),
                new Defect("P8", "closes what it was given", shell(Greedy::new)),
                new Defect("P9", "never recovers from a failure", offended()),
                new Defect("P10", "keeps the process alive", Twists.provider((good, options) -> {
                    DriverDefects.Threads.start(false);
                    return good;
                })),
                new Defect("M1", "lists names that do not work", shell(Shouting::new)),
                new Defect("M2", "boasts", facts(Blind::new)),
                new Defect("M4", "knows every model", facts(Knowing::new)),
                new Defect("M5", "fails in place of being down", shell(Sick::new)),
                new Defect("M6", "guesses tokens", facts(Guessing::new)),
                new Defect("M9", "cannot be stopped from asking for models", shell(Stubborn::new)));
    }

    private static UnaryOperator<LlmDriver> shell(BiFunction<LlmProvider, DriverOptions, LlmProvider> shell) {
        return Twists.provider(shell);
    }

    private static UnaryOperator<LlmDriver> confused() {
        AtomicReference<ChatRequest> last = new AtomicReference<>(ChatRequest.of("tck-0-thread"));
        return Twists.request(last::getAndSet);
    }

    private static UnaryOperator<LlmDriver> offended() {
        AtomicReference<RuntimeException> offence = new AtomicReference<>();
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                if (offence.get() != null) {
                    return CompletableFuture.failedFuture(offence.get());
                }
                return Twists.mapped(super.generate(request, call), answer -> answer, failure -> {
                    offence.set(LlmException.of(failure));
                    return failure;
                });
            }
        });
    }

    private static final class Picky extends ProviderShell {
        Picky(LlmProvider inner, DriverOptions options) {
            super(inner, options);
        }

        @Override
        public ChatModel chatModel(String model) {
            return super.chatModel(model.replaceAll("[^a-z]", "-"));
        }
    }

    private static final class Boastful extends ProviderShell {
        Boastful(LlmProvider inner, DriverOptions options) {
            super(inner, options);
        }

        @Override
        public EmbeddingModel embeddingModel(String model) {
            EmbeddingEngine none = new EmbeddingEngine() {
                @Override
                public ModelRef ref() {
                    return new ModelRef(name(), model);
                }

                @Override
                public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
                    return new CompletableFuture<>();
                }
            };
            return ChatModels.of(none, CallSettings.of(options));
        }
    }

    private static final class Selfish extends ProviderShell {
        Selfish(LlmProvider inner, DriverOptions options) {
            super(inner, options);
        }

        @Override
        public String name() {
            return "acme";
        }
    }

    private static final class Open extends ProviderShell {
        Open(LlmProvider inner, DriverOptions options) {
            super(inner, options);
        }

        @Override
        public void close() {
            // is for others
        }
    }

    private static final class Once extends ProviderShell {
        private boolean closed;

        Once(LlmProvider inner, DriverOptions options) {
            super(inner, options);
        }

        @Override
        public void close() {
            inner.close();
            if (closed) {
                throw new IllegalStateException("it is closed already");
            }
            closed = true;
        }
    }

    private static final class Greedy extends ProviderShell {
        Greedy(LlmProvider inner, DriverOptions options) {
            super(inner, options);
        }

        @Override
        public void close() {
            inner.close();
            options.get(CommonOptions.CALLBACK_EXECUTOR).ifPresent(given -> ((ExecutorService) given).shutdown());
        }
    }

    private static final class Shouting extends ProviderShell {
        Shouting(LlmProvider inner, DriverOptions options) {
            super(inner, options);
        }

        @Override
        public CompletableFuture<List<ModelInfo>> models() {
            return inner.models()
                    .thenApply(models -> models.stream()
                            .map(model ->
                                    ModelInfo.builder("acme:" + model.id()).build())
                            .toList());
        }
    }

    private static final class Sick extends ProviderShell {
        Sick(LlmProvider inner, DriverOptions options) {
            super(inner, options);
        }

        @Override
        public CompletableFuture<Health> health() {
            return inner.models().thenApply(models -> new Health(Health.Status.UP, "", ""));
        }
    }

    private static final class Stubborn extends ProviderShell {
        Stubborn(LlmProvider inner, DriverOptions options) {
            super(inner, options);
        }

        @Override
        public CompletableFuture<List<ModelInfo>> models() {
            return Stubbornly.deaf(inner.models());
        }
    }

    private static UnaryOperator<LlmDriver> facts(UnaryOperator<ModelFacts> twist) {
        return Twists.provider((good, options) -> new ProviderShell(good, options) {
            @Override
            ModelFacts facts(ModelFacts facts) {
                return twist.apply(facts);
            }
        });
    }

    private record Blind(ModelFacts good) implements ModelFacts {
        @Override
        public Capabilities capabilities() {
            return good.capabilities().with(Support.YES, Capability.IMAGE_INPUT);
        }

        @Override
        public CompletableFuture<ModelInfo> describe() {
            return good.describe();
        }
    }

    private record Knowing(ModelFacts good) implements ModelFacts {
        @Override
        public Capabilities capabilities() {
            return good.capabilities();
        }

        @Override
        public CompletableFuture<ModelInfo> describe() {
            return CompletableFuture.completedFuture(
                    ModelInfo.builder("tck-chat").build());
        }
    }

    private record Guessing(ModelFacts good) implements ModelFacts {
        @Override
        public Capabilities capabilities() {
            return good.capabilities();
        }

        @Override
        public CompletableFuture<ModelInfo> describe() {
            return good.describe();
        }

        @Override
        public CompletableFuture<TokenCount> countTokens(ChatRequest request) {
            return CompletableFuture.completedFuture(new TokenCount(7, true));
        }
    }
}
