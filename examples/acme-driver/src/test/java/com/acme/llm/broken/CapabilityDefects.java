package com.acme.llm.broken;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Part;
import dev.llmdriver.Reasoning;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Text;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.spi.LlmDriver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** What Acme cannot do, and so cannot do wrong: Hugging Face's driver, broken. */
final class CapabilityDefects {
    private static final Media CROPPED = Media.of("image/png", new byte[] {1});

    private CapabilityDefects() {}

    static List<Defect> all() {
        return List.of(
                new Defect(
                        "G5",
                        "thinks aloud",
                        Twists.answer(answer -> answer.toBuilder()
                                .message(aloud(answer.message()))
                                .build())),
                new Defect(
                        "R10",
                        "lets the model choose",
                        set((to, from) -> from.toolChoice().ifPresent(choice -> to.toolChoice(ToolChoice.auto())))),
                new Defect(
                        "R11",
                        "asks for any JSON",
                        set((to, from) -> from.responseFormat()
                                .ifPresent(format -> to.responseFormat(new ResponseFormat.Json())))),
                new Defect("R12", "cuts pictures", set((to, from) -> media(to, from, old -> CROPPED))),
                new Defect(
                        "R12",
                        "takes every picture for a JPEG",
                        set((to, from) -> media(to, from, CapabilityDefects::jpeg))),
                new Defect("P6", "leaves embeddings open when closed", Embeds.around(Embeds.Deaf::new)),
                new Defect(
                        "R14",
                        "always thinks hard",
                        set((to, from) ->
                                from.reasoningEffort().ifPresent(effort -> to.reasoningEffort(ReasoningEffort.HIGH)))),
                new Defect(
                        "U2",
                        "overlooks cached tokens",
                        usage(usage -> Usage.builder()
                                .input(usage.input().orElse(0)
                                        - usage.cachedInput().orElse(0))
                                .output(usage.output().orElse(0))
                                .total(usage.total().orElse(0))
                                .build())),
                new Defect(
                        "U4",
                        "adds totals up",
                        usage(usage -> Usage.builder()
                                .input(usage.input().orElse(0))
                                .output(usage.output().orElse(0))
                                .total(usage.input().orElse(0) + usage.output().orElse(0))
                                .build())),
                new Defect(
                        "U6",
                        "does not ask for usage",
                        set((to, from) -> to.extra("huggingface", "stream_options", Map.of("include_usage", false)))),
                new Defect(
                        "U7",
                        "forgets usage with an interruption",
                        Twists.failure(error -> unpaid(LlmException.of(error)))),
                new Defect("V1", "answers in another order", vectors(vectors -> {
                    Collections.reverse(vectors);
                    return vectors;
                })),
                new Defect(
                        "V2",
                        "loses the attempts of parts",
                        Embeds.answer(answer -> EmbeddingResponse.builder(answer.ref(), answer.vectors())
                                .build())),
                new Defect(
                        "V3",
                        "makes vectors up where a part fails",
                        Embeds.failure((request, failure) ->
                                Collections.nCopies(request.texts().size(), new float[] {0, 0}))),
                new Defect(
                        "V4",
                        "is silent about dimensions",
                        Embeds.request(request ->
                                EmbeddingRequest.builder(request.texts()).build())),
                new Defect(
                        "V5",
                        "fills up missing vectors",
                        Embeds.failure((request, failure) ->
                                Collections.nCopies(request.texts().size(), new float[] {0, 0}))),
                new Defect(
                        "V6",
                        "rounds",
                        vectors(vectors ->
                                vectors.stream().map(CapabilityDefects::rounded).toList())));
    }

    private static Message aloud(Message message) {
        List<Part> parts = message.parts().stream()
                .map(part -> part instanceof Reasoning thought ? Text.of(thought.text()) : part)
                .toList();
        return Message.builder(message.role()).parts(parts).build();
    }

    private static UnaryOperator<LlmDriver> set(BiConsumer<ChatRequestBuilder, ChatRequest> twist) {
        return Twists.request(request -> {
            ChatRequestBuilder made = request.toBuilder();
            twist.accept(made, request);
            return made.build();
        });
    }

    private static Media jpeg(Media old) {
        return old.bytes().map(bytes -> Media.of("image/jpeg", bytes)).orElse(old);
    }

    private static void media(ChatRequestBuilder to, ChatRequest from, UnaryOperator<Media> twist) {
        to.messages(from.messages().stream()
                .map(message -> Message.builder(message.role())
                        .parts(message.parts().stream()
                                .map(part -> part instanceof Media media ? twist.apply(media) : part)
                                .toList())
                        .build())
                .toList());
    }

    private static UnaryOperator<LlmDriver> usage(UnaryOperator<Usage> twist) {
        return Twists.answer(answer -> answer.usage()
                .map(usage -> answer.toBuilder().usage(twist.apply(usage)).build())
                .orElse(answer));
    }

    private static LlmException unpaid(LlmException error) {
        LlmExceptionBuilder made = error.toBuilder();
        error.partial().ifPresent(partial -> made.partial(PartialAnswer.of(partial.message())));
        return made.build();
    }

    private static UnaryOperator<LlmDriver> vectors(UnaryOperator<List<float[]>> twist) {
        return Embeds.answer(
                answer -> EmbeddingResponse.builder(answer.ref(), twist.apply(new ArrayList<>(answer.vectors())))
                        .attempts(answer.attempts())
                        .warnings(answer.warnings())
                        .build());
    }

    private static float[] rounded(float[] vector) {
        float[] made = vector.clone();
        for (int i = 0; i < made.length; i++) {
            made[i] = Math.round(made[i] * 1000) / 1000f;
        }
        return made;
    }

    /** An embedding engine around another one. */
    private abstract static class Embeds implements EmbeddingEngine {
        final EmbeddingEngine inner;

        Embeds(EmbeddingEngine inner) {
            this.inner = inner;
        }

        @Override
        public ModelRef ref() {
            return inner.ref();
        }

        /** Hears nothing of a call's end but its answer. */
        static final class Deaf extends Embeds {
            Deaf(EmbeddingEngine inner) {
                super(inner);
            }

            @Override
            public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
                CompletableFuture<EmbeddingResponse> made = new CompletableFuture<>();
                inner.embed(request, call).thenAccept(made::complete);
                return made;
            }
        }

        static UnaryOperator<LlmDriver> around(UnaryOperator<EmbeddingEngine> twist) {
            return Twists.provider((good, options) -> new ProviderShell(good, options) {
                @Override
                public EmbeddingModel embeddingModel(String model) {
                    EmbeddingModel face = inner.embeddingModel(model);
                    EmbeddingEngine engine = face.unwrap(EmbeddingEngine.class).orElseThrow();
                    return ChatModels.of(twist.apply(engine), CallSettings.of(options));
                }
            });
        }

        static UnaryOperator<LlmDriver> request(UnaryOperator<EmbeddingRequest> twist) {
            return around(good -> new Embeds(good) {
                @Override
                public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
                    return inner.embed(twist.apply(request), call);
                }
            });
        }

        static UnaryOperator<LlmDriver> answer(UnaryOperator<EmbeddingResponse> twist) {
            return around(good -> new Embeds(good) {
                @Override
                public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
                    return Twists.mapped(inner.embed(request, call), twist, error -> error);
                }
            });
        }

        /** Makes vectors of a failure. */
        interface Comfort {
            List<float[]> apply(EmbeddingRequest request, Throwable failure);
        }

        static UnaryOperator<LlmDriver> failure(Comfort comfort) {
            return around(good -> new Embeds(good) {
                @Override
                public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
                    return inner.embed(request, call)
                            .exceptionally(failure -> EmbeddingResponse.builder(ref(), comfort.apply(request, failure))
                                    .attempts(call.ledger().attempts())
                                    .build());
                }
            });
        }
    }
}
