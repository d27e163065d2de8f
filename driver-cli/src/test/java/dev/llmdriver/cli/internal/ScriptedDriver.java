package dev.llmdriver.cli.internal;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.FieldFate;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.spi.AnswerAssembler;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.ModelFacts;
import dev.llmdriver.spi.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

/** A driver that answers what a test scripts, and keeps what it was asked. */
final class ScriptedDriver implements LlmDriver {
    final List<ChatRequest> requests = new ArrayList<>();
    final List<DriverOptions> opened = new ArrayList<>();
    List<ChatEvent> events = List.of(new ChatEvent.TextDelta(0, "Hello"));
    UnaryOperator<ChatResponseBuilder> finish = answer -> answer;
    LlmExceptionBuilder failure;
    List<ModelInfo> models = List.of();
    Health health = new Health(Health.Status.UP, "answers", "");

    @Override
    public String id() {
        return "scripted";
    }

    @Override
    public Set<Option<?>> options() {
        return Set.of(
                CommonOptions.API_KEY.withEnvironment("SCRIPTED_KEY"), CommonOptions.BASE_URL, CommonOptions.HEADERS);
    }

    @Override
    public LlmProvider connect(DriverOptions options) {
        opened.add(options.checked(options()));
        return new Provider();
    }

    private ChatResponse answer(ModelRef ref) {
        AnswerAssembler assembler = new AnswerAssembler();
        events.forEach(assembler::add);
        return finish.apply(ChatResponse.builder(
                        ref, assembler.message(), new FinishReason(FinishReason.Kind.STOP, "stop")))
                .build();
    }

    private LlmException failed(ModelRef ref) {
        return failure.ref(ref).build();
    }

    private final class Provider implements LlmProvider {
        @Override
        public String name() {
            return id();
        }

        @Override
        public ChatModel chatModel(String model) {
            return ChatModels.of(new Engine(new ModelRef(id(), model)), new NoFacts(), CallSettings.defaults());
        }

        @Override
        public EmbeddingModel embeddingModel(String model) {
            ModelRef ref = new ModelRef(id(), model);
            return ChatModels.of(
                    new dev.llmdriver.spi.EmbeddingEngine() {
                        @Override
                        public ModelRef ref() {
                            return ref;
                        }

                        @Override
                        public CompletableFuture<EmbeddingResponse> embed(
                                dev.llmdriver.EmbeddingRequest request, CallContext call) {
                            return CompletableFuture.completedFuture(EmbeddingResponse.builder(
                                            ref,
                                            request.texts().stream()
                                                    .map(text -> new float[] {text.length(), 0.5f})
                                                    .toList())
                                    .build());
                        }
                    },
                    CallSettings.defaults());
        }

        @Override
        public CompletableFuture<List<ModelInfo>> models() {
            return failure == null
                    ? CompletableFuture.completedFuture(models)
                    : CompletableFuture.failedFuture(failure.build());
        }

        @Override
        public CompletableFuture<Health> health() {
            return CompletableFuture.completedFuture(health);
        }

        @Override
        public void close() {}
    }

    private static final class NoFacts implements ModelFacts {
        @Override
        public Capabilities capabilities() {
            return Capabilities.unknown();
        }

        @Override
        public CompletableFuture<ModelInfo> describe() {
            return CompletableFuture.completedFuture(ModelInfo.builder("m").build());
        }
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
            return failure == null
                    ? CompletableFuture.completedFuture(answer(ref))
                    : CompletableFuture.failedFuture(failed(ref));
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
            requests.add(request);
            List<ChatEvent> all = new ArrayList<>(List.of(new ChatEvent.Started(ref)));
            all.addAll(events);
            if (failure == null) {
                all.add(new ChatEvent.Finished(answer(ref)));
            }
            return subscriber -> subscriber.onSubscribe(new Playing(subscriber, all));
        }

        @Override
        public Explanation explain(ChatRequest request, Mode mode) {
            return new Explanation(
                    "POST",
                    "https://scripted/v1/chat",
                    Map.of("Authorization", "Bearer ****"),
                    "{\"stream\":" + (mode == Mode.STREAM) + "}",
                    List.of(
                            new FieldFate("messages", FieldFate.Fate.SENT, ""),
                            new FieldFate("topK", FieldFate.Fate.DROPPED, "unknown here")));
        }

        /** Gives as many events as were asked for, on the asking thread. */
        private final class Playing implements Flow.Subscription {
            private final Flow.Subscriber<? super ChatEvent> subscriber;
            private final List<ChatEvent> left;
            private boolean busy;
            private long demand;

            Playing(Flow.Subscriber<? super ChatEvent> subscriber, List<ChatEvent> all) {
                this.subscriber = subscriber;
                this.left = new ArrayList<>(all);
            }

            @Override
            public synchronized void request(long n) {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
                if (busy) {
                    return;
                }
                busy = true;
                while (demand > 0 && !left.isEmpty()) {
                    demand--;
                    ChatEvent next = left.remove(0);
                    subscriber.onNext(next);
                    if (left.isEmpty()) {
                        end();
                    }
                }
                busy = false;
            }

            private void end() {
                if (failure == null) {
                    subscriber.onComplete();
                } else {
                    AnswerAssembler assembler = new AnswerAssembler();
                    events.forEach(assembler::add);
                    if (!assembler.isEmpty()) {
                        failure.partial(assembler.soFar());
                    }
                    subscriber.onError(failed(ref));
                }
            }

            @Override
            public synchronized void cancel() {
                left.clear();
            }
        }
    }
}
