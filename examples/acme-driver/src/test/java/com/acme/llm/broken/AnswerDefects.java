package com.acme.llm.broken;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Part;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Role;
import dev.llmdriver.Timings;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.LlmDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** G and U. */
final class AnswerDefects {
    private AnswerDefects() {}

    static List<Defect> all() {
        return List.of(
                new Defect(
                        "G1", "fails with whatever it was", Twists.failure(error -> new IllegalStateException(error))),
                new Defect("G2", "waits for the answer", waiting()),
                new Defect(
                        "G3",
                        "lets the user say the answer",
                        message((role, parts) ->
                                Message.builder(Role.USER).parts(parts).build())),
                new Defect("G4", "puts into answers what it does not take", message(AnswerDefects::withThoughts)),
                new Defect("G6", "gives calls no ids", message(AnswerDefects::anonymous)),
                new Defect(
                        "G7",
                        "believes that there are calls",
                        Twists.answer(answer -> answer.finishReason().raw().equals("calls")
                                ? finish(answer, FinishReason.Kind.TOOL_CALLS, "calls")
                                : answer)),
                new Defect(
                        "G8",
                        "forgets the provider's word",
                        Twists.answer(
                                answer -> finish(answer, answer.finishReason().kind(), ""))),
                new Defect("G9", "takes a full answer for an error", Twists.answer(AnswerDefects::impatient)),
                new Defect(
                        "G10",
                        "calls the model by another name",
                        Twists.answer(
                                answer -> copy(answer, answer.servedModel().orElse("other"))
                                        .build())),
                new Defect("G11", "fears what it does not know", Twists.decoder(good -> new DecoderShell(good) {
                    @Override
                    public void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
                        if (new String(bytes, offset, length, StandardCharsets.UTF_8).contains("tck_unknown")) {
                            throw new IOException("what is that");
                        }
                        super.data(bytes, offset, length, sink);
                    }
                })),
                new Defect(
                        "G12",
                        "keeps raw JSON that nobody asked for",
                        Twists.answer(answer -> answer.toBuilder().rawJson("{}").build())),
                new Defect("G13", "takes nothing for an answer", contented()),
                new Defect("G14", "overlooks errors under a success status", Twists.decoder(Deaf::new)),
                new Defect("U1", "estimates usage", usage(usage -> usage == null ? Usage.of(1, 1) : usage)),
                new Defect(
                        "U3",
                        "adds reports up",
                        Twists.finished(answer -> answer.toBuilder()
                                .usage(Usage.builder().input(14).output(6).build())
                                .build())),
                new Defect("U5", "overlooks usage", usage(usage -> null)));
    }

    private static UnaryOperator<LlmDriver> waiting() {
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                CompletableFuture<ChatResponse> answer = inner.generate(request, call);
                answer.copy()
                        .completeOnTimeout(null, 2, TimeUnit.SECONDS)
                        .handle((value, failure) -> "done")
                        .join();
                return answer;
            }
        });
    }

    /** Makes another message of a role and parts. */
    private interface MessageTwist {
        Message apply(Role role, List<Part> parts);
    }

    private static UnaryOperator<LlmDriver> message(MessageTwist twist) {
        return Twists.answer(answer -> answer.toBuilder()
                .message(twist.apply(answer.message().role(), answer.message().parts()))
                .build());
    }

    private static Message withThoughts(Role role, List<Part> parts) {
        return Message.builder(role).parts(parts).part(Reasoning.of("hm")).build();
    }

    private static Message anonymous(Role role, List<Part> parts) {
        return Message.builder(role)
                .parts(parts.stream()
                        .map(part ->
                                part instanceof ToolCall call ? ToolCall.of("", call.name(), call.arguments()) : part)
                        .toList())
                .build();
    }

    private static ChatResponse finish(ChatResponse answer, FinishReason.Kind kind, String raw) {
        return answer.toBuilder().finishReason(new FinishReason(kind, raw)).build();
    }

    private static ChatResponse impatient(ChatResponse answer) {
        if (answer.finishReason().kind() == FinishReason.Kind.LENGTH) {
            throw LlmException.builder(ErrorKind.CONTEXT_LENGTH, "too long").build();
        }
        return answer;
    }

    private static ChatResponseBuilder copy(ChatResponse answer, String model) {
        ModelRef ref = new ModelRef(answer.ref().provider(), model);
        return ChatResponse.builder(ref, answer.message(), answer.finishReason())
                .attempts(answer.attempts());
    }

    /** Makes other usage, or none. */
    private interface UsageTwist {
        Usage apply(Usage told);
    }

    private static UnaryOperator<LlmDriver> usage(UsageTwist twist) {
        return Twists.answer(answer -> {
            Usage made = twist.apply(answer.usage().orElse(null));
            ChatResponseBuilder copy = copy(answer, answer.ref().model());
            return (made == null ? copy : copy.usage(made)).build();
        });
    }

    private static UnaryOperator<LlmDriver> contented() {
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                return inner.generate(request, call).exceptionally(failure -> {
                    FinishReason stop = new FinishReason(FinishReason.Kind.STOP, "stop");
                    return ChatResponse.builder(ref(), Message.assistant(""), stop)
                            .attempts(call.ledger().attempts())
                            .build();
                });
            }
        });
    }

    /** Hears of no error. */
    static final class Deaf extends DecoderShell {
        Deaf(StreamDecoder inner) {
            super(inner);
        }

        @Override
        EventSink sink(EventSink outer) {
            return new SinkShell(outer) {
                @Override
                public void fail(LlmExceptionBuilder error) {
                    // is for others
                }
            };
        }
    }

    static ChatResponse quick(ChatResponse answer) {
        return answer.toBuilder().timings(Timings.of(Duration.ZERO)).build();
    }
}
