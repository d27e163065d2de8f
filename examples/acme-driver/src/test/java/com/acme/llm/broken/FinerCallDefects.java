package com.acme.llm.broken;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.ModelFacts;
import dev.llmdriver.spi.Option;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** As {@link FinerDefects}: of providers, streams, errors and time. */
final class FinerCallDefects {
    private static final Duration LONG = Duration.ofHours(1);

    private FinerCallDefects() {}

    static List<Defect> all() {
        return List.of(
                new Defect("D7", "has somebody else talk when it connects", Twists.provider((good, options) -> {
                    good.models();
                    return good;
                })),
                new Defect("P1", "reads all answers with one decoder", oneDecoder()),
                new Defect("P2", "asks about a model when it is made", shell(Curious::new)),
                new Defect("P5", "closes models alone that are made later", shell(HalfClosed::new)),
                new Defect("M5", "is well while its server fails", shell(Cheerful::new)),
                new Defect("M9", "waits for ever for the state of health", shell(Waiting::new)),
                new Defect("S1", "starts the clock before anybody listens", impatient()),
                new Defect("S2", "signals within a signal", Twists.stream(Hoard::new)),
                new Defect("S3", "ends twice", Twists.stream(Twice::new)),
                new Defect("S3", "talks on after the end", Twists.stream(Talkative::new)),
                new Defect(
                        "E2",
                        "takes a wrong key for a missing right",
                        ErrorDefects.confusing(Map.of(ErrorKind.AUTHENTICATION, ErrorKind.PERMISSION_DENIED))),
                new Defect("E5", "takes seconds for milliseconds", Twists.failure(error -> {
                    LlmException told = LlmException.of(error);
                    return told.retryAfter()
                            .map(after -> told.toBuilder()
                                    .retryAfter(after.dividedBy(1000))
                                    .build())
                            .orElse(told);
                })),
                new Defect(
                        "E5",
                        "forgets when to come back where streams are refused",
                        streamed(error ->
                                error.toBuilder().retryAfter(Duration.ZERO).build())),
                new Defect("E14", "takes every failing server for a limit", Twists.failure(error -> {
                    LlmException told = LlmException.of(error);
                    return told.status().orElse(0) >= 500
                            ? LlmException.builder(ErrorKind.RATE_LIMITED, "slow down")
                                    .status(told.status().orElse(0))
                                    .attempts(told.attempts())
                                    .build()
                            : told;
                })),
                new Defect(
                        "E14",
                        "has no words for streams where the provider has none",
                        streamed(error -> error.excerpt().orElse("").isEmpty()
                                ? error.toBuilder().message(" ").build()
                                : error)),
                new Defect(
                        "T6", "overlooks the option for silence between contents", option(CommonOptions.IDLE_TIMEOUT)),
                new Defect("T6", "overlooks the option for connecting", option(CommonOptions.CONNECT_TIMEOUT)),
                new Defect("X2", "logs its key", Twists.provider((good, options) -> {
                    System.getLogger("com.acme").log(System.Logger.Level.DEBUG, "key " + DriverDefects.key(options));
                    return good;
                })));
    }

    private static UnaryOperator<LlmDriver> shell(BiFunction<LlmProvider, DriverOptions, LlmProvider> shell) {
        return Twists.provider(shell);
    }

    private static UnaryOperator<LlmDriver> option(Option<Duration> option) {
        return Twists.options(options -> options.toBuilder().set(option, LONG).build());
    }

    private static UnaryOperator<LlmDriver> oneDecoder() {
        AtomicReference<StreamDecoder> one = new AtomicReference<>();
        return Twists.decoder(decoder -> one.updateAndGet(kept -> kept == null ? decoder : kept));
    }

    private static UnaryOperator<LlmDriver> streamed(UnaryOperator<LlmException> twist) {
        return Twists.stream(good -> new Events(good, List::of, error -> twist.apply(LlmException.of(error))));
    }

    private static UnaryOperator<LlmDriver> impatient() {
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
                call.startDeadline(Duration.ofSeconds(300));
                return inner.stream(request, call);
            }
        });
    }

    private static final class Curious extends ProviderShell {
        Curious(LlmProvider inner, DriverOptions options) {
            super(inner, options);
        }

        @Override
        public ChatModel chatModel(String model) {
            inner.models();
            return super.chatModel(model);
        }
    }

    /** Looks whether it is closed when a model is made. */
    private static final class HalfClosed extends ProviderShell {
        private volatile boolean closed;

        HalfClosed(LlmProvider inner, DriverOptions options) {
            super(inner, options);
        }

        private LlmException refusal() {
            return LlmException.builder(ErrorKind.CANCELLED, "the provider is closed")
                    .reason("closed")
                    .build();
        }

        @Override
        public ChatModel chatModel(String model) {
            if (!closed) {
                return super.chatModel(model);
            }
            EngineShell none = new EngineShell(
                    inner.chatModel(model).unwrap(ChatEngine.class).orElseThrow()) {
                @Override
                public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                    return CompletableFuture.failedFuture(refusal());
                }

                @Override
                public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
                    return outer -> {
                        outer.onSubscribe(new Idle());
                        outer.onError(refusal());
                    };
                }
            };
            ModelFacts facts = inner.chatModel(model).unwrap(ModelFacts.class).orElseThrow();
            return ChatModels.of(none, facts, CallSettings.of(options));
        }

        @Override
        public CompletableFuture<List<ModelInfo>> models() {
            return closed ? CompletableFuture.failedFuture(refusal()) : inner.models();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class Idle implements Flow.Subscription {
        @Override
        public void request(long n) {
            // nothing comes
        }

        @Override
        public void cancel() {
            // nothing is there
        }
    }

    private static final class Cheerful extends ProviderShell {
        Cheerful(LlmProvider inner, DriverOptions options) {
            super(inner, options);
        }

        @Override
        public CompletableFuture<Health> health() {
            return inner.models()
                    .handle((models, failure) ->
                            failure == null || LlmException.of(failure).status().isPresent()
                                    ? new Health(Health.Status.UP, "somebody answered", "")
                                    : new Health(Health.Status.DOWN, "nobody answered", "look"));
        }
    }

    private static final class Waiting extends ProviderShell {
        Waiting(LlmProvider inner, DriverOptions options) {
            super(inner, options);
        }

        @Override
        public CompletableFuture<Health> health() {
            CompletableFuture<Health> made = new CompletableFuture<>();
            inner.models().whenComplete((models, failure) -> {
                if (failure == null) {
                    made.complete(new Health(Health.Status.UP, "", ""));
                } else if (LlmException.of(failure).kind() != ErrorKind.TIMEOUT) {
                    made.complete(new Health(Health.Status.DOWN, "it failed", "look"));
                }
            });
            return made;
        }
    }

    private record Twice(Flow.Publisher<ChatEvent> good) implements Flow.Publisher<ChatEvent> {
        @Override
        public void subscribe(Flow.Subscriber<? super ChatEvent> outer) {
            good.subscribe(new SubscriberShell(outer) {
                @Override
                public void onComplete() {
                    outer.onComplete();
                    outer.onComplete();
                }
            });
        }
    }

    private record Talkative(Flow.Publisher<ChatEvent> good) implements Flow.Publisher<ChatEvent> {
        @Override
        public void subscribe(Flow.Subscriber<? super ChatEvent> outer) {
            good.subscribe(new SubscriberShell(outer) {
                @Override
                public void onError(Throwable thrown) {
                    outer.onError(thrown);
                    outer.onNext(new ChatEvent.Other("late", "{}"));
                }
            });
        }
    }
}
