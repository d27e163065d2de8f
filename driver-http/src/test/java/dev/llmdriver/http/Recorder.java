package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** A subscriber that keeps what it hears and asks only when told to. */
class Recorder implements Flow.Subscriber<ChatEvent> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final long initialDemand;
    private final List<ChatEvent> events = new ArrayList<>();
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Flow.Subscription subscription;
    private volatile Throwable failure;

    Recorder(long initialDemand) {
        this.initialDemand = initialDemand;
    }

    /** Subscribes one that asks for everything. */
    static Recorder all(Flow.Publisher<ChatEvent> publisher) {
        return of(publisher, Long.MAX_VALUE);
    }

    static Recorder of(Flow.Publisher<ChatEvent> publisher, long initialDemand) {
        Recorder recorder = new Recorder(initialDemand);
        publisher.subscribe(recorder);
        return recorder;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        subscribed.countDown();
        if (initialDemand > 0) {
            given.request(initialDemand);
        }
    }

    Flow.Subscription subscription() {
        return subscription;
    }

    @Override
    public synchronized void onNext(ChatEvent event) {
        events.add(event);
        notifyAll();
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
        over.countDown();
    }

    @Override
    public void onComplete() {
        over.countDown();
    }

    void request(long n) {
        subscription.request(n);
    }

    void cancel() {
        subscription.cancel();
    }

    synchronized List<ChatEvent> events() {
        return List.copyOf(events);
    }

    synchronized List<ChatEvent> awaitEvents(int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (events.size() < count && System.nanoTime() < end) {
            wait(100);
        }
        assertThat(events).as("events, failure is %s", failure).hasSizeGreaterThanOrEqualTo(count);
        return List.copyOf(events);
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (ChatEvent event : events()) {
            if (event instanceof ChatEvent.TextDelta delta) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }

    ChatResponse response() throws InterruptedException {
        awaitEnd();
        assertThat(failure).as("failure").isNull();
        List<ChatEvent> all = events();
        return ((ChatEvent.Finished) all.get(all.size() - 1)).response();
    }

    LlmException error() throws InterruptedException {
        awaitEnd();
        assertThat(failure).as("the stream's error").isInstanceOf(LlmException.class);
        return (LlmException) failure;
    }

    Throwable failure() throws InterruptedException {
        awaitEnd();
        return failure;
    }

    private void awaitEnd() throws InterruptedException {
        assertThat(over.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .as("the stream ended, after %s", events())
                .isTrue();
    }
}
