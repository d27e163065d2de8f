package dev.llmdriver.testing;

import dev.llmdriver.ChatEvent;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A subscriber that writes down what it hears, and notices when two signals overlap. */
public class Probe implements Flow.Subscriber<ChatEvent> {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final long demand;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable Throwable failure;
    private volatile boolean overlapped;

    public Probe(long demand) {
        this.demand = demand;
    }

    /** One that takes whatever comes. */
    public static Probe greedy() {
        return new Probe(Long.MAX_VALUE);
    }

    public List<String> heard() {
        return heard;
    }

    public boolean hasOverlapped() {
        return overlapped;
    }

    public Throwable failure() {
        return Objects.requireNonNull(failure, "no error was heard");
    }

    public Flow.Subscription subscription() {
        return Objects.requireNonNull(subscription, "not subscribed");
    }

    /** Called inside onNext. */
    protected void onEvent(ChatEvent event) {}

    @Override
    public void onSubscribe(Flow.Subscription given) {
        hear("subscribed", () -> {
            subscription = given;
            if (demand != 0) {
                given.request(demand);
            }
        });
    }

    @Override
    public void onNext(ChatEvent event) {
        hear(
                event instanceof ChatEvent.TextDelta text
                        ? text.text()
                        : event.getClass().getSimpleName(),
                () -> onEvent(event));
    }

    @Override
    public void onError(Throwable thrown) {
        hear("error", () -> failure = thrown);
    }

    @Override
    public void onComplete() {
        hear("complete", () -> {});
    }

    private void hear(String signal, Runnable reaction) {
        if (inside.getAndIncrement() != 0) {
            overlapped = true;
        }
        try {
            heard.add(signal);
            reaction.run();
        } finally {
            inside.decrementAndGet();
        }
    }
}
