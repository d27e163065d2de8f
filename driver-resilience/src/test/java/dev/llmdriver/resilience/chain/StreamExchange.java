package dev.llmdriver.resilience.chain;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request for a stream. Events wait until they are asked for. */
final class StreamExchange implements Flow.Subscription {
    private final ModelRef ref;
    private final CallContext call;
    private final Flow.Subscriber<? super ChatEvent> subscriber;
    private final Line line;
    private final Deque<ChatEvent> ready = new ArrayDeque<>();
    private long demand;
    private int asked;
    private boolean ended;
    private @Nullable LlmException failure;
    private boolean cancelled;

    StreamExchange(Provider provider, ModelRef ref, CallContext call, Flow.Subscriber<? super ChatEvent> subscriber) {
        this.ref = ref;
        this.call = call;
        this.subscriber = subscriber;
        this.line = new Line(provider, ref, call);
    }

    void start(ChatRequest request, Supplier<Answer> answers) {
        subscriber.onSubscribe(this);
        if (cancelled) {
            return;
        }
        Answer answer = answers.get();
        line.send(request, answer);
        line.later(answer.latency(), () -> head(answer));
        if (!ended) {
            line.atDeadline(() -> fail(line.late()));
        }
    }

    private void head(Answer answer) {
        if (answer.begins()) {
            push(new ChatEvent.Started(ref));
        }
        if (answer.hasContent() && answer.contents() > 0) {
            piece(answer, 1);
        } else {
            tail(answer);
        }
    }

    private void piece(Answer answer, int number) {
        line.later(answer.gap(), () -> {
            push(new ChatEvent.TextDelta(0, "text "));
            if (number < answer.contents()) {
                piece(answer, number + 1);
            } else {
                tail(answer);
            }
        });
    }

    private void tail(Answer answer) {
        if (answer.isError() && answer.ends()) {
            fail(line.failure(answer));
        } else if (!answer.isError() && line.end(null)) {
            push(new ChatEvent.Finished(line.response(answer)));
            ended = true;
            drain();
        }
    }

    private void fail(LlmException thrown) {
        if (!ended && line.end(thrown.kind())) {
            failure = thrown;
            ended = true;
            drain();
        }
    }

    private void push(ChatEvent event) {
        if (!cancelled && !ended) {
            ready.add(event);
            drain();
        }
    }

    @Override
    public void request(long n) {
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        drain();
    }

    @Override
    public void cancel() {
        cancelled = true;
        ready.clear();
        line.end(ErrorKind.CANCELLED);
    }

    /** Delivers what is ready and asked for; never two signals at a time. */
    private void drain() {
        if (asked++ > 0) {
            return;
        }
        int seen = asked;
        while (seen != 0) {
            deliver();
            asked -= seen;
            seen = asked;
        }
    }

    private void deliver() {
        while (!cancelled && demand > 0 && !ready.isEmpty()) {
            demand--;
            ChatEvent event = ready.remove();
            if (event.isContent()) {
                call.commit();
            }
            subscriber.onNext(event);
        }
        boolean late = failure != null && failure.kind() == ErrorKind.TIMEOUT;
        if (!cancelled && ended && (late || ready.isEmpty())) {
            cancelled = true;
            line.told();
            if (failure == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(failure);
            }
        }
    }
}
