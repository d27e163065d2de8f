package dev.llmdriver.client.tool;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallFuture;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A run whose answers are streamed: strings the streams of its steps together, with the tools' events between them. Of a step's stream
 * no more is asked for than the subscriber asked for.
 */
final class ToolRelay implements LoopRun.Face, Flow.Subscription {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver");

    private final ToolLoop loop;
    private final LoopRun run;
    private final CallFuture<ToolRun> completion;
    private final Queue<ToolEvent> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();
    private volatile @Nullable Asking asking;
    private volatile Flow.@Nullable Subscriber<? super ToolEvent> subscriber;
    private volatile @Nullable Throwable bad;
    private volatile boolean cancelled;
    private volatile @Nullable End end;
    private boolean over;

    private record End(@Nullable ToolRun run, @Nullable LlmException failure) {}

    ToolRelay(ToolLoop loop, ChatRequest request) {
        this.loop = loop;
        this.run = new LoopRun(loop, request, this);
        this.completion = CallFuture.create(this::cancel);
    }

    CompletableFuture<ToolRun> completion() {
        return completion;
    }

    void start(Flow.Subscriber<? super ToolEvent> given) {
        work.incrementAndGet(); // nothing is delivered before the subscriber has its subscription
        subscriber = given;
        given.onSubscribe(this);
        run.start();
        drainAll();
    }

    // The subscription

    @Override
    public void request(long n) {
        if (n <= 0) {
            bad = new IllegalArgumentException("demand must be positive (Reactive Streams, 3.9)");
            run.cancel();
        } else {
            demand.getAndUpdate(now -> now + n < 0 ? Long.MAX_VALUE : now + n);
        }
        drain();
    }

    @Override
    public void cancel() {
        cancelled = true;
        run.cancel();
    }

    // The run

    @Override
    public CompletableFuture<ChatResponse> ask(ChatRequest request, int step, Cancellation cancellation) {
        ChatStream stream = loop.model.stream(request);
        CallFuture<ChatResponse> answer = CallFuture.create(() -> {});
        cancellation.onCancel(stream::cancel);
        stream.subscribe(new StepSubscriber(step, stream, answer));
        return answer;
    }

    @Override
    public void event(ToolEvent event) {
        queue.add(event);
        drain();
    }

    @Override
    public void ended(ToolRun result) {
        queue.add(new ToolEvent.Ended(result));
        end = new End(result, null);
        drain();
    }

    @Override
    public void failed(LlmException failure) {
        end = new End(null, failure);
        drain();
    }

    // The delivery: by one thread at a time

    private void drain() {
        if (work.getAndIncrement() == 0) {
            drainAll();
        }
    }

    private void drainAll() {
        int seen = work.get();
        while (seen != 0) {
            deliver();
            seen = work.addAndGet(-seen);
        }
    }

    private void deliver() {
        Flow.Subscriber<? super ToolEvent> target = subscriber;
        while (target != null && !isGivenUp() && demand.get() > 0) {
            ToolEvent event = queue.poll();
            if (event == null) {
                break;
            }
            demand.updateAndGet(now -> now == Long.MAX_VALUE ? now : now - 1);
            pass(target, event);
        }
        End last = end;
        if (last != null && !over && (queue.isEmpty() || isGivenUp())) {
            over = true;
            settle(last);
        }
        replenish();
    }

    private boolean isGivenUp() {
        return cancelled || bad != null;
    }

    /** 2.13: a subscriber must not throw. If it does, that is said once in the log, and its stream is cancelled. */
    private void pass(Flow.Subscriber<? super ToolEvent> target, ToolEvent event) {
        try {
            target.onNext(event);
        } catch (Throwable thrown) { // errors too, or nobody would deal with the rest
            LOG.log(Level.WARNING, "a subscriber's onNext threw; its stream ends here", thrown);
            cancelled = true;
            completion.fail(LlmException.builder(
                            ErrorKind.CANCELLED, "the subscriber threw, so its stream was cancelled; see the cause")
                    .reason("callback")
                    .cause(thrown)
                    .build());
        }
    }

    private void replenish() {
        Asking step = asking;
        if (step != null) {
            step.request(demand.get());
        }
    }

    private void settle(End last) {
        Flow.Subscriber<? super ToolEvent> target = cancelled ? null : subscriber;
        subscriber = null; // 3.13: it may be collected
        if (last.run() != null) {
            completion.complete(last.run());
            if (target != null) {
                target.onComplete();
            }
            return;
        }
        LlmException failure = last.failure() == null ? CallFuture.cancelled() : last.failure();
        completion.fail(failure);
        if (target != null) {
            Throwable rule = bad;
            target.onError(rule == null ? failure : rule);
        }
    }

    /** What is asked of one step's stream: counted for each, for a thread may be late and ask the last one when the next has begun. */
    private static final class Asking {
        private final Flow.Subscription stream;
        /** Asked for and not yet come. */
        private final AtomicLong underway = new AtomicLong();

        Asking(Flow.Subscription stream) {
            this.stream = stream;
        }

        void request(long wanted) {
            if (wanted > 0 && underway.compareAndSet(0, wanted)) {
                stream.request(wanted);
            }
        }

        void came() {
            underway.updateAndGet(now -> now == Long.MAX_VALUE ? now : now - 1);
        }
    }

    /** Listens to the stream of one step. */
    private final class StepSubscriber implements Flow.Subscriber<ChatEvent> {
        private final int step;
        private final ChatStream stream;
        private final CallFuture<ChatResponse> answer;
        private @Nullable Asking own;
        private @Nullable ChatResponse response;

        StepSubscriber(int step, ChatStream stream, CallFuture<ChatResponse> answer) {
            this.step = step;
            this.stream = stream;
            this.answer = answer;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            own = new Asking(subscription);
            asking = own;
            // A cancelled stream says nothing to its subscriber; its completion does, with what had come.
            stream.completion().whenComplete((whole, failure) -> {
                if (failure != null) {
                    stop();
                    answer.fail(failure);
                }
            });
            drain();
        }

        @Override
        public void onNext(ChatEvent event) {
            if (event instanceof ChatEvent.Finished finished) {
                response = finished.response();
            }
            if (own != null) {
                own.came();
            }
            event(new ToolEvent.Answering(step, event));
        }

        @Override
        public void onError(Throwable failure) {
            stop();
            answer.fail(failure);
        }

        @Override
        public void onComplete() {
            stop();
            answer.complete(response);
        }

        private void stop() {
            asking = null;
        }
    }
}
