package com.acme.llm.broken;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Timeouts;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.spi.AnswerSoFar;
import dev.llmdriver.spi.AttemptLedger;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

/** C, T and A. */
final class CallDefects {
    private static final Duration LONG = Duration.ofHours(1);

    private CallDefects() {}

    static List<Defect> all() {
        return List.of(
                new Defect("C1", "cannot be stopped", deaf()),
                new Defect("C2", "is cancelled once and no more", Twists.stream(Touchy::new)),
                new Defect("C3", "talks on when cancelled", Twists.stream(Stubbornly::deaf)),
                new Defect("C4", "ends a cancelled call when it likes", obstinate()),
                new Defect("C5", "asks although it was stopped in time", hasty()),
                new Defect("C6", "leaves cancelled attempts open", deaf()),
                new Defect("C7", "keeps connections with half an answer", deaf()),
                new Defect("C12", "forgets what came once it is cancelled", Twists.stream(Forgetful::new)),
                new Defect(
                        "T1",
                        "has all the time in the world",
                        Twists.request(request -> request.toBuilder()
                                .deadline(Duration.ofDays(400))
                                .build())),
                new Defect(
                        "T2",
                        "overlooks the deadline",
                        Twists.request(
                                request -> request.toBuilder().deadline(LONG).build())),
                new Defect(
                        "T3",
                        "overlooks the timeouts",
                        timeouts(Timeouts.unset()
                                .withConnect(LONG)
                                .withFirstToken(LONG)
                                .withIdle(LONG))),
                new Defect("T4", "waits for first tokens of whole answers", hurried()),
                new Defect("T5", "blames a slow reader", blaming()),
                new Defect(
                        "T6",
                        "prefers its options to the request's",
                        timeouts(Timeouts.unset().withFirstToken(Duration.ofSeconds(9)))),
                new Defect("T7", "has a clock of its own", Twists.context(call -> CallContext.of(Scheduler.system()))),
                new Defect("T8", "tries again by itself", again()),
                new Defect("T9", "stops no time", Twists.answer(AnswerDefects::quick)),
                new Defect("A1", "does not count requests", Twists.context(call -> CallContext.of(call.scheduler()))),
                new Defect("A2", "does not note how attempts end", sloppy(false)),
                new Defect("A3", "counts a redirect and its end as one", sloppy(true)),
                new Defect(
                        "A4",
                        "answers without its attempts",
                        Twists.answer(
                                answer -> answer.toBuilder().attempts(List.of()).build())),
                new Defect(
                        "A5",
                        "calls every attempt the first",
                        Twists.context(call -> call.with(CallContext.PURPOSE, Attempt.Purpose.FIRST))),
                new Defect("A6", "commits before there is anything", Twists.context(call -> {
                    call.commit();
                    return call;
                })),
                new Defect("A7", "sends again what may have arrived", again()));
    }

    private static UnaryOperator<LlmDriver> deaf() {
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                return Stubbornly.deaf(inner.generate(request, call));
            }

            @Override
            public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
                return Stubbornly.deaf(inner.stream(request, call));
            }
        });
    }

    /** Bears no second cancelling. */
    private record Touchy(Flow.Publisher<ChatEvent> good) implements Flow.Publisher<ChatEvent> {
        @Override
        public void subscribe(Flow.Subscriber<? super ChatEvent> outer) {
            good.subscribe(new SubscriberShell(outer) {
                @Override
                public void onSubscribe(Flow.Subscription given) {
                    super.onSubscribe(new Flow.Subscription() {
                        private boolean cancelled;

                        @Override
                        public void request(long n) {
                            given.request(n);
                        }

                        @Override
                        public void cancel() {
                            if (cancelled) {
                                throw new IllegalStateException("it is cancelled already");
                            }
                            cancelled = true;
                            given.cancel();
                        }
                    });
                }
            });
        }
    }

    /** Knows nothing of what came once it is cancelled. */
    private record Forgetful(Flow.Publisher<ChatEvent> good) implements Flow.Publisher<ChatEvent> {
        @Override
        public void subscribe(Flow.Subscriber<? super ChatEvent> outer) {
            good.subscribe(new SubscriberShell(outer) {
                @Override
                public void onSubscribe(Flow.Subscription given) {
                    super.onSubscribe(new Forgetting(given));
                }
            });
        }
    }

    private static final class Forgetting implements Flow.Subscription, AnswerSoFar {
        private final Flow.Subscription good;
        private volatile AnswerSoFar answer;

        Forgetting(Flow.Subscription good) {
            this.good = good;
            this.answer = AnswerSoFar.of(good);
        }

        @Override
        public void request(long n) {
            good.request(n);
        }

        @Override
        public void cancel() {
            good.cancel();
            answer = NOTHING;
        }

        @Override
        public PartialAnswer soFar() {
            return answer.soFar();
        }
    }

    private static UnaryOperator<LlmDriver> obstinate() {
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                CompletableFuture<ChatResponse> made = new Stubbornly.Obstinate<>();
                inner.generate(request, call).thenAccept(made::complete);
                return made;
            }
        });
    }

    private static UnaryOperator<LlmDriver> hasty() {
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
                return outer -> {
                    call.beginAttempt(ref());
                    inner.stream(request, call).subscribe(outer);
                };
            }
        });
    }

    private static UnaryOperator<LlmDriver> timeouts(Timeouts timeouts) {
        return Twists.request(request -> request.toBuilder().timeouts(timeouts).build());
    }

    private static UnaryOperator<LlmDriver> hurried() {
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                CompletableFuture<ChatResponse> made =
                        inner.generate(request, call).copy();
                LlmException late = LlmException.builder(ErrorKind.TIMEOUT, "no first token")
                        .build();
                Duration first = request.timeouts().firstToken().orElse(LONG);
                call.scheduler().schedule(first, () -> made.completeExceptionally(late));
                return made;
            }
        });
    }

    private static UnaryOperator<LlmDriver> blaming() {
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
                Duration idle = request.timeouts().idle().orElse(LONG);
                return outer -> inner.stream(request, call).subscribe(new Blaming(outer, call.scheduler(), idle));
            }
        });
    }

    private static UnaryOperator<LlmDriver> again() {
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                return inner.generate(request, call).exceptionallyCompose(failure -> inner.generate(request, call));
            }
        });
    }

    /** Notes one entry for a call, however many requests it sends, and that entry's end only if it is asked to. */
    private static UnaryOperator<LlmDriver> sloppy(boolean ends) {
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                AttemptLedger.Entry entry = call.beginAttempt(ref());
                return inner.generate(request, CallContext.of(call.scheduler())).whenComplete((answer, failure) -> {
                    if (ends) {
                        entry.succeeded();
                    }
                });
            }
        });
    }
}
