package com.acme.llm.broken;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.StreamEnd;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.LlmDriver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** S. */
final class StreamDefects {
    private StreamDefects() {}

    static List<Defect> all() {
        return List.of(
                new Defect("S1", "asks before anybody listens", eager()),
                new Defect("S2", "gives more than was asked for", Twists.stream(Flood::new)),
                new Defect(
                        "S3",
                        "does not say that it begins",
                        Twists.events(event -> event instanceof ChatEvent.Started ? List.of() : List.of(event))),
                new Defect(
                        "S4",
                        "says twice that it begins",
                        Twists.events(
                                event -> event instanceof ChatEvent.Started ? List.of(event, event) : List.of(event))),
                new Defect("S5", "takes a cut answer for a whole one", Twists.stream(Content::new)),
                new Defect(
                        "S6",
                        "ends with other words than it said",
                        Twists.finished(answer -> answer.toBuilder()
                                .message(Message.assistant(answer.text() + "."))
                                .build())),
                new Defect(
                        "S7",
                        "sends empty deltas",
                        Twists.events(event -> event instanceof ChatEvent.TextDelta text
                                ? List.of(new ChatEvent.TextDelta(text.index(), ""), text)
                                : List.of(event))),
                new Defect(
                        "S8",
                        "calls tools twice",
                        Twists.events(event ->
                                event instanceof ChatEvent.ToolCallReady ? List.of(event, event) : List.of(event))),
                new Defect("S9", "keeps back the last piece", Twists.decoder(Tardy::new)),
                new Defect("S10", "reads ahead without end", Twists.stream(Hoard::new)),
                new Defect("S11", "knows one line end alone", Twists.decoder(Unixer::new)),
                new Defect("S12", "fears unknown events", Twists.events(event -> {
                    if (event instanceof ChatEvent.Other) {
                        throw LlmException.builder(ErrorKind.MALFORMED_RESPONSE, "what is that")
                                .build();
                    }
                    return List.of(event);
                })),
                new Defect(
                        "S13",
                        "bounds nothing",
                        fail(error -> error.build().reason().equals("too_large") ? null : error)),
                new Defect(
                        "S14",
                        "takes every error in a stream for the same",
                        fail(error -> LlmException.builder(ErrorKind.SERVER_ERROR, "something failed"))),
                new Defect("S15", "forgets what comes last", Twists.finished(StreamDefects::forgetful)),
                new Defect("S16", "listens on after the end", Twists.decoder(Endless::new)));
    }

    private static UnaryOperator<LlmDriver> eager() {
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
                inner.generate(request, call);
                return inner.stream(request, call);
            }
        });
    }

    private static ChatResponse forgetful(ChatResponse answer) {
        return ChatResponse.builder(answer.ref(), answer.message(), answer.finishReason())
                .attempts(answer.attempts())
                .build();
    }

    private static UnaryOperator<LlmDriver> fail(Function<LlmExceptionBuilder, LlmExceptionBuilder> twist) {
        return Twists.decoder(good -> new DecoderShell(good) {
            @Override
            EventSink sink(EventSink outer) {
                return new SinkShell(outer) {
                    @Override
                    public void fail(LlmExceptionBuilder error) {
                        LlmExceptionBuilder made = twist.apply(error);
                        if (made != null) {
                            inner.fail(made);
                        }
                    }
                };
            }
        });
    }

    /** Asks for everything, and passes it on at once. */
    private record Flood(Flow.Publisher<ChatEvent> good) implements Flow.Publisher<ChatEvent> {
        @Override
        public void subscribe(Flow.Subscriber<? super ChatEvent> outer) {
            good.subscribe(new SubscriberShell(outer) {
                @Override
                public void onSubscribe(Flow.Subscription given) {
                    super.onSubscribe(given);
                    given.request(Long.MAX_VALUE);
                }
            });
        }
    }

    /** Success is whatever came. */
    private record Content(Flow.Publisher<ChatEvent> good) implements Flow.Publisher<ChatEvent> {
        @Override
        public void subscribe(Flow.Subscriber<? super ChatEvent> outer) {
            good.subscribe(new SubscriberShell(outer) {
                @Override
                public void onError(Throwable thrown) {
                    LlmException error = LlmException.of(thrown);
                    Message come = error.partial().map(PartialAnswer::message).orElse(Message.assistant(""));
                    FinishReason stop = new FinishReason(FinishReason.Kind.STOP, "");
                    outer.onNext(
                            new ChatEvent.Finished(ChatResponse.builder(ModelRef.parse("acme:tck-chat"), come, stop)
                                    .build()));
                    outer.onComplete();
                }
            });
        }
    }

    /** Passes a piece on when the next one comes. */
    private static final class Tardy extends DecoderShell {
        private ChatEvent kept;

        Tardy(StreamDecoder inner) {
            super(inner);
        }

        @Override
        EventSink sink(EventSink outer) {
            return new SinkShell(outer) {
                @Override
                public void next(ChatEvent event) {
                    release();
                    kept = event;
                }

                @Override
                public void finish(StreamEnd end) {
                    release();
                    inner.finish(end);
                }

                private void release() {
                    if (kept != null) {
                        inner.next(kept);
                    }
                    kept = null;
                }
            };
        }
    }

    private static final class Unixer extends DecoderShell {
        Unixer(StreamDecoder inner) {
            super(inner);
        }

        @Override
        public void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '\r') {
                    throw new IOException("a carriage return");
                }
            }
            super.data(bytes, offset, length, sink);
        }
    }

    /** Takes the end of the body for the end of the answer. */
    private static final class Endless extends DecoderShell {
        private StreamEnd last;

        Endless(StreamDecoder inner) {
            super(inner);
        }

        @Override
        EventSink sink(EventSink outer) {
            return new SinkShell(outer) {
                @Override
                public void finish(StreamEnd end) {
                    last = end;
                }
            };
        }

        @Override
        public void end(EventSink sink) throws IOException {
            super.end(sink);
            if (last != null) {
                sink.finish(last);
            }
        }
    }
}
