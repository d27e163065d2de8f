package com.acme.llm.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.Attempt;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Part;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.StreamEnd;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.LlmDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** Faults of Acme's requests and answers that are easier to make, and harder to see, than those of the other lists. */
final class FinerDefects {
    private FinerDefects() {}

    static List<Defect> all() {
        List<Defect> all = new ArrayList<>(requests());
        all.addAll(answers());
        return all;
    }

    private static List<Defect> requests() {
        return List.of(
                new Defect(
                        "R1",
                        "says that it sends what it leaves out",
                        Twists.body((request, body) -> body.remove("limit"))),
                new Defect("R1", "sends a null beside tools", Twists.body((request, body) -> {
                    body.withArray("tools").forEach(tool -> ((ObjectNode) tool).putNull("strict"));
                    dropEmpty(body);
                })),
                new Defect(
                        "R2",
                        "sends another number than was asked for",
                        Twists.body((request, body) ->
                                request.maxTokens().ifPresent(value -> body.put("limit", value / 2)))),
                new Defect("R5", "turns calls round", Twists.request(FinerDefects::callsTurned)),
                new Defect("R7", "tidies results of tools up", turns((turn, from) -> {
                    if (from.equals("tool")) {
                        turn.put("text", turn.path("text").asText().strip());
                    }
                })),
                new Defect("R8", "sends the last tool alone", Twists.body((request, body) -> {
                    ArrayNode tools = body.withArray("tools");
                    while (tools.size() > 1) {
                        tools.remove(0);
                    }
                    dropEmpty(body);
                })),
                new Defect("R9", "forgets whose result it is", turns((turn, from) -> {
                    if (from.equals("tool")) {
                        turn.remove("call");
                    }
                })),
                new Defect("R16", "overlooks extras of streams", Twists.body((request, body) -> {
                    if (body.path("stream").asBoolean()) {
                        request.extras("acme").keySet().forEach(body::remove);
                    }
                })),
                new Defect("R17", "sends tags with streams", Twists.body((request, body) -> {
                    if (body.path("stream").asBoolean() && !request.tags().isEmpty()) {
                        body.put("tags", request.tags().toString());
                    }
                })),
                new Defect("G4", "says calls again without what was asked of the tool", turns((turn, from) -> {
                    if (turn.has("tool")) {
                        turn.put("input", "{}");
                    }
                })));
    }

    /** Changes a turn of a conversation. */
    private interface TurnTwist {
        void apply(ObjectNode turn, String from);
    }

    private static UnaryOperator<LlmDriver> turns(TurnTwist twist) {
        return Twists.body((request, body) -> body.withArray("turns")
                .forEach(
                        turn -> twist.apply((ObjectNode) turn, turn.path("from").asText())));
    }

    private static void dropEmpty(ObjectNode body) {
        JsonNode tools = body.path("tools");
        if (tools.isEmpty()) {
            body.remove("tools");
        }
    }

    private static ChatRequest callsTurned(ChatRequest request) {
        return request.toBuilder()
                .messages(request.messages().stream()
                        .map(FinerDefects::callsTurned)
                        .toList())
                .build();
    }

    private static Message callsTurned(Message message) {
        List<Part> parts = new ArrayList<>(message.parts());
        if (parts.stream().anyMatch(ToolCall.class::isInstance)) {
            Collections.reverse(parts);
        }
        return Message.builder(message.role()).parts(parts).build();
    }

    private static List<Defect> answers() {
        return List.of(
                new Defect("G2", "waits for the connection", patient()),
                new Defect(
                        "G3",
                        "overlooks words beside calls",
                        Twists.whole(answer -> answer.toolCalls().isEmpty()
                                ? answer
                                : answer.toBuilder().message(callsAlone(answer)).build())),
                new Defect("G3", "reads characters that two reads share as none", collecting(Hasty::new)),
                new Defect("G4", "makes up ids where there are some", Twists.answer(FinerDefects::renamed)),
                new Defect(
                        "G8",
                        "forgets the provider's word for a usual end",
                        Twists.answer(answer -> reason(answer, "complete", FinishReason.Kind.STOP, ""))),
                new Defect(
                        "G9",
                        "takes a filtered answer for a whole one",
                        Twists.answer(
                                answer -> reason(answer, "content_filter", FinishReason.Kind.STOP, "content_filter"))),
                new Defect("G14", "takes every error under a success status for the same", sameUnderSuccess()),
                new Defect("S6", "loses the last piece", Twists.decoder(Losing::new)),
                new Defect("S9", "reads characters that two reads share as none", Twists.decoder(Hasty::new)),
                new Defect("S15", "forgets the answer's id", Twists.answer(FinerDefects::nameless)),
                new Defect(
                        "U1",
                        "counts nothing as zero",
                        Twists.answer(answer -> answer.usage()
                                .map(usage -> answer.toBuilder()
                                        .usage(Usage.builder()
                                                .input(usage.input().orElse(0))
                                                .output(usage.output().orElse(0))
                                                .build())
                                        .build())
                                .orElse(answer))),
                new Defect("A1", "counts a request twice", Twists.context(call -> {
                    call.beginAttempt(new ModelRef("acme", "tck-chat")).succeeded();
                    return call;
                })));
    }

    private static UnaryOperator<LlmDriver> patient() {
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                CompletableFuture<ChatResponse> answer = inner.generate(request, call);
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
                while (call.ledger().attempts().isEmpty() && !answer.isDone() && System.nanoTime() < end) {
                    LockSupport.parkNanos(1_000_000);
                }
                return answer;
            }
        });
    }

    private static Message callsAlone(ChatResponse answer) {
        return Message.builder(answer.message().role())
                .parts(answer.message().parts().stream()
                        .filter(part -> !(part instanceof Text))
                        .toList())
                .build();
    }

    private static ChatResponse renamed(ChatResponse answer) {
        List<Part> parts = new ArrayList<>();
        for (Part part : answer.message().parts()) {
            parts.add(
                    part instanceof ToolCall call
                            ? ToolCall.of("made-up-" + parts.size(), call.name(), call.arguments())
                            : part);
        }
        return answer.toBuilder()
                .message(Message.builder(answer.message().role()).parts(parts).build())
                .build();
    }

    private static ChatResponse reason(ChatResponse answer, String word, FinishReason.Kind kind, String raw) {
        return answer.finishReason().raw().equals(word)
                ? answer.toBuilder().finishReason(new FinishReason(kind, raw)).build()
                : answer;
    }

    private static ChatResponse nameless(ChatResponse answer) {
        var made = ChatResponse.builder(answer.ref(), answer.message(), answer.finishReason())
                .attempts(answer.attempts());
        answer.usage().ifPresent(made::usage);
        answer.servedModel().ifPresent(made::servedModel);
        return made.build();
    }

    private static UnaryOperator<LlmDriver> sameUnderSuccess() {
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                return Twists.mapped(inner.generate(request, call), answer -> answer, error -> {
                    LlmException told = LlmException.of(error);
                    boolean success = call.ledger().attempts().stream()
                            .map(Attempt::status)
                            .anyMatch(status -> status.orElse(0) == 200);
                    return success
                            ? LlmException.builder(ErrorKind.SERVER_ERROR, "something failed")
                                    .attempts(told.attempts())
                                    .build()
                            : told;
                });
            }
        });
    }

    /** Makes whole answers of streams. */
    private static UnaryOperator<LlmDriver> collecting(UnaryOperator<StreamDecoder> twist) {
        return good -> {
            LlmDriver reading = Twists.decoder(twist).apply(good);
            return Twists.engine(engine -> new EngineShell(engine) {
                        @Override
                        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                            CompletableFuture<ChatResponse> made = new CompletableFuture<>();
                            inner.stream(request, call).subscribe(new Collector(made));
                            return made;
                        }
                    })
                    .apply(reading);
        };
    }

    private record Collector(CompletableFuture<ChatResponse> made) implements Flow.Subscriber<ChatEvent> {
        @Override
        public void onSubscribe(Flow.Subscription given) {
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ChatEvent event) {
            if (event instanceof ChatEvent.Finished end) {
                made.complete(end.response());
            }
        }

        @Override
        public void onError(Throwable thrown) {
            made.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            // the answer came before
        }
    }

    /** Makes text of each read by itself. */
    private static final class Hasty extends DecoderShell {
        Hasty(StreamDecoder inner) {
            super(inner);
        }

        @Override
        public void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
            byte[] read = new String(bytes, offset, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            super.data(read, 0, read.length, sink);
        }
    }

    /** Passes a piece on when the next one comes, and the last one never. */
    private static final class Losing extends DecoderShell {
        private ChatEvent kept;

        Losing(StreamDecoder inner) {
            super(inner);
        }

        @Override
        EventSink sink(EventSink outer) {
            return new SinkShell(outer) {
                @Override
                public void next(ChatEvent event) {
                    if (kept != null) {
                        inner.next(kept);
                    }
                    kept = event;
                }

                @Override
                public void finish(StreamEnd end) {
                    inner.finish(end);
                }
            };
        }
    }
}
