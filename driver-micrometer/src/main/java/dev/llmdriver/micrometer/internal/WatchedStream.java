package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.spi.AnswerSoFar;
import dev.llmdriver.spi.CallFuture;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** One stream, watched as it passes. Demand, cancel and events go through as they are. */
final class WatchedStream implements Flow.Subscriber<ChatEvent>, Flow.Subscription, AnswerSoFar {
    private final Run<ChatResponse> run;
    private final Flow.Subscriber<? super ChatEvent> subscriber;
    private volatile Flow.@Nullable Subscription upstream;
    private volatile AnswerSoFar answer = NOTHING;
    private boolean finished;

    WatchedStream(Run<ChatResponse> run, Flow.Subscriber<? super ChatEvent> subscriber) {
        this.run = run;
        this.subscriber = Objects.requireNonNull(subscriber, "subscriber"); // 1.9
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        if (upstream != null) {
            subscription.cancel(); // 2.5
            return;
        }
        answer = AnswerSoFar.of(subscription);
        upstream = subscription;
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        Flow.Subscription known = upstream;
        if (known != null) {
            known.request(n);
        }
    }

    @Override
    public void cancel() {
        Flow.Subscription known = upstream;
        if (known != null) {
            known.cancel();
        }
        run.failed(withWhatCame(Watched.end(run, CallFuture.cancelled())));
    }

    /** What a provider had counted by then was used, and is paid. */
    private LlmException withWhatCame(LlmException end) {
        try {
            return end.toBuilder().partial(soFar()).build();
        } catch (RuntimeException | Error thrown) { // the engine's own; who measures changes nothing
            return end;
        }
    }

    @Override
    public PartialAnswer soFar() {
        return answer.soFar();
    }

    @Override
    public void onNext(ChatEvent event) {
        run.event(event);
        if (event instanceof ChatEvent.Finished last) {
            finished = true;
            run.answered(last.response());
        }
        answer.add(event);
        subscriber.onNext(event);
    }

    @Override
    public void onError(Throwable thrown) {
        run.failed(LlmException.of(thrown));
        subscriber.onError(thrown);
    }

    @Override
    public void onComplete() {
        if (!finished) {
            run.failed(unfinished());
        }
        subscriber.onComplete();
    }

    private static LlmException unfinished() {
        return LlmException.builder(ErrorKind.STREAM_INTERRUPTED, "the stream completed without a whole answer")
                .build();
    }
}
