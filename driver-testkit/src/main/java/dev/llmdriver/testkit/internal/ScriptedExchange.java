package dev.llmdriver.testkit.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatEvent.Waiting;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.error.Phase;
import dev.llmdriver.spi.AnswerAssembler;
import dev.llmdriver.spi.AnswerSoFar;
import dev.llmdriver.spi.AttemptLedger;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.testkit.internal.AnswerScript.Step;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One call that a script answers: sends as many events as were asked for, pauses on the call's clock, keeps the deadline. */
final class ScriptedExchange implements Flow.Subscription, AnswerSoFar {
    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(300);

    private final ModelRef ref;
    private final AnswerScript script;
    private final boolean streamed;
    private final CallContext call;
    private final Flow.Subscriber<? super ChatEvent> subscriber;
    private final Deque<Object> items;
    private final AnswerAssembler answer = new AnswerAssembler();
    private final AttemptLedger.Entry attempt;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private volatile boolean late;
    private volatile boolean nonsense;
    private volatile boolean pausing;
    private volatile Scheduler.@Nullable Alarm deadline;
    private volatile Scheduler.@Nullable Alarm pause;
    private boolean over;

    /** Begins an attempt. A whole answer ({@code streamed} is false) commits nothing and is never partial. */
    ScriptedExchange(
            ModelRef ref,
            AnswerScript script,
            boolean streamed,
            CallContext call,
            Flow.Subscriber<? super ChatEvent> subscriber) {
        this.ref = ref;
        this.script = script;
        this.streamed = streamed;
        this.call = call;
        this.subscriber = subscriber;
        this.items = ScriptItems.of(script, ref);
        this.attempt = call.beginAttempt(ref);
    }

    void start(ChatRequest request) {
        call.startDeadline(request.deadline().orElse(USUAL_DEADLINE));
        Duration left = call.remaining().orElse(USUAL_DEADLINE);
        work.incrementAndGet(); // nothing is sent before the subscriber has its subscription
        deadline = call.scheduler().schedule(left, () -> {
            late = true;
            drain();
        });
        subscriber.onSubscribe(this);
        run();
    }

    @Override
    public void request(long n) {
        nonsense |= n <= 0;
        demand.getAndUpdate(now -> now + n < 0 ? Long.MAX_VALUE : now + n);
        drain();
    }

    @Override
    public void cancel() {
        if (!cancelled.getAndSet(true)) {
            attempt.failed(ErrorKind.CANCELLED);
            stopClocks();
        }
    }

    @Override
    public PartialAnswer soFar() {
        return answer.soFar();
    }

    private void drain() {
        if (work.getAndIncrement() == 0) {
            run();
        }
    }

    private void run() {
        int todo = 1;
        do {
            boolean more = true;
            while (more) {
                more = !over && !cancelled.get() && step();
            }
            todo = work.addAndGet(-todo);
        } while (todo != 0);
    }

    /** {@return whether there may be another step to do now} */
    private boolean step() {
        if (late) {
            fail(LlmException.builder(ErrorKind.TIMEOUT, "the deadline of the call is over; give it more time")
                    .phase(call.isCommitted() ? Phase.STREAMING : Phase.FIRST_TOKEN)
                    .build());
            return false;
        }
        if (nonsense) {
            attempt.failed(ErrorKind.CANCELLED);
            end();
            subscriber.onError(new IllegalArgumentException("demand must be positive (Reactive Streams, 3.9)"));
            return false;
        }
        if (pausing) {
            return false;
        }
        Object next = items.peek();
        if (next instanceof Step.Pause silence) {
            items.remove();
            pause(silence);
            return true;
        }
        LlmException failure = script.failure();
        if (next == null && failure != null) {
            fail(failure);
            return false;
        }
        if (demand.get() == 0) {
            return false;
        }
        demand.updateAndGet(now -> now == Long.MAX_VALUE ? now : now - 1);
        if (next == null) {
            finish();
            return false;
        }
        items.remove();
        emit(next);
        return true;
    }

    private void pause(Step.Pause step) {
        Duration time = step.time();
        pausing = true;
        if (time != null) {
            pause = call.scheduler().schedule(time, () -> {
                pausing = false;
                drain();
            });
        }
    }

    private void emit(Object next) {
        if (next instanceof Step.Tell tell) {
            Waiting waiting = Waiting.of(tell.reason(), call.elapsed()).withEstimate(tell.estimate());
            call.waiting(waiting);
            subscriber.onNext(waiting);
            return;
        }
        ChatEvent event = (ChatEvent) next;
        if (event.isContent() && streamed) {
            call.commit();
        }
        answer.add(event);
        subscriber.onNext(event);
    }

    private void finish() {
        attempt.succeeded();
        end();
        ChatResponseBuilder response = ChatResponse.builder(ref, answer.message(), script.finish())
                .attempts(call.ledger().attempts())
                .timings(call.timings());
        if (script.usage() != null) {
            response.usage(script.usage());
        }
        subscriber.onNext(new ChatEvent.Finished(response.build()));
        subscriber.onComplete();
    }

    private void fail(LlmException failure) {
        attempt.failed(failure.kind());
        end();
        LlmExceptionBuilder error =
                failure.toBuilder().ref(ref).attempts(call.ledger().attempts());
        if (streamed && !answer.isEmpty()) {
            PartialAnswer partial = answer.soFar();
            error.partial(script.usage() == null ? partial : partial.withUsage(script.usage()));
        }
        subscriber.onError(error.build());
    }

    private void end() {
        over = true;
        stopClocks();
    }

    private void stopClocks() {
        cancel(deadline);
        cancel(pause);
    }

    private static void cancel(Scheduler.@Nullable Alarm alarm) {
        if (alarm != null) {
            alarm.cancel();
        }
    }
}
