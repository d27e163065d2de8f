package dev.llmdriver.resilience.chain;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A retry with one flaw, to see that somebody notices. It waits a second, or as long as it is told. */
final class FlawedRetry extends Passing {
    private final Flaw flaw;
    private final int most;

    FlawedRetry(ChatEngine next, Flaw flaw, int most) {
        super(next);
        this.flaw = flaw;
        this.most = flaw == Flaw.TOO_OFTEN || flaw == Flaw.BEYOND_THE_CAP ? 20 : most;
    }

    private boolean goesOn(CallContext call, LlmException failure, int tries, boolean cancelled) {
        boolean loading = failure.kind() == ErrorKind.MODEL_LOADING && flaw != Flaw.ON_ANY_HINT;
        boolean worthIt = !loading && (failure.advice() == Advice.RETRY || failure.advice() == Advice.WAIT_THEN_RETRY);
        boolean allowed = flaw == Flaw.BEYOND_THE_CAP
                || flaw == Flaw.MULTIPLIES
                || call.ledger().remaining() > 0;
        boolean unheard = flaw == Flaw.AFTER_COMMIT || !call.isCommitted();
        boolean wanted = flaw == Flaw.AFTER_CANCEL || flaw == Flaw.AFTER_DEADLINE || !cancelled;
        boolean soon = flaw == Flaw.ON_ANY_HINT || pause(failure).compareTo(Chain.MAX_HINT) <= 0;
        boolean inTime =
                flaw == Flaw.AFTER_DEADLINE || call.remaining().orElseThrow().compareTo(pause(failure)) > 0;
        return worthIt && allowed && unheard && wanted && soon && inTime && tries < most;
    }

    private static Duration pause(LlmException failure) {
        return failure.retryAfter().orElse(Duration.ofSeconds(1));
    }

    private static CallContext again(CallContext call) {
        return call.with(CallContext.PURPOSE, Attempt.Purpose.RETRY);
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        CompletableFuture<ChatResponse> result = new CompletableFuture<>();
        attempt(request, call, result, 1);
        return result;
    }

    private void attempt(ChatRequest request, CallContext call, CompletableFuture<ChatResponse> result, int tries) {
        CompletableFuture<ChatResponse> sent = next.generate(request, call);
        result.whenComplete((answer, thrown) -> sent.cancel(true));
        sent.whenComplete((answer, thrown) -> {
            if (thrown == null) {
                result.complete(answer);
                return;
            }
            LlmException failure = LlmException.of(thrown);
            if (goesOn(call, failure, tries, result.isCancelled())) {
                call.scheduler().schedule(pause(failure), () -> {
                    if (!result.isDone() || flaw == Flaw.AFTER_CANCEL || flaw == Flaw.AFTER_DEADLINE) {
                        attempt(request, again(call), result, tries + 1);
                    }
                });
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return subscriber -> new Walk(request, call, subscriber).begin();
    }

    /** Asks for everything at once, which is a flaw too, but not the one that is looked for. */
    private final class Walk implements Flow.Subscriber<ChatEvent>, Flow.Subscription {
        private final ChatRequest request;
        private final CallContext call;
        private final Flow.Subscriber<? super ChatEvent> outer;
        private Flow.@Nullable Subscription inner;
        private boolean cancelled;
        private int tries;

        Walk(ChatRequest request, CallContext call, Flow.Subscriber<? super ChatEvent> outer) {
            this.request = request;
            this.call = call;
            this.outer = outer;
        }

        void begin() {
            outer.onSubscribe(this);
            attempt(call);
        }

        private void attempt(CallContext context) {
            tries++;
            if (!cancelled || flaw == Flaw.AFTER_CANCEL || flaw == Flaw.AFTER_DEADLINE) {
                next.stream(request, context).subscribe(this);
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            inner = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ChatEvent event) {
            if (!cancelled) {
                outer.onNext(event);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            LlmException failure = LlmException.of(thrown);
            if (goesOn(call, failure, tries, cancelled)) {
                call.scheduler().schedule(pause(failure), () -> attempt(again(call)));
            } else if (!cancelled) {
                outer.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (!cancelled) {
                outer.onComplete();
            }
        }

        @Override
        public void request(long n) {
            // everything was asked for
        }

        @Override
        public void cancel() {
            cancelled = true;
            if (inner != null) {
                inner.cancel();
            }
        }
    }
}
