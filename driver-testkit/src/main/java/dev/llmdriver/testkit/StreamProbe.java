package dev.llmdriver.testkit;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.internal.EventOrder;
import dev.llmdriver.testkit.internal.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber for tests: asks for events when it is told to, writes down what comes, waits for more with a bound, and checks that the
 * rules of streams were kept.
 *
 * <pre>{@code
 * StreamProbe probe = new StreamProbe();
 * model.stream(request).subscribe(probe);
 * probe.request(2).awaitEvents(2, ofSeconds(5));      // two events, and no more than two
 * probe.requestAll().awaitFinished(ofSeconds(5));     // the whole answer
 * probe.assertInOrder();
 * }</pre>
 *
 * <p>For one subscription. Thread-safe. A wait that is not met in time, or by the end of the stream, ends with an
 * {@link AssertionError} that says what came.
 */
public final class StreamProbe implements Flow.Subscriber<ChatEvent> {
    private final Watch watch = new Watch();
    private final List<ChatEvent> events = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private Flow.@Nullable Subscription subscription;
    private long asked;
    private long passed;
    private boolean cancelled;
    private boolean completed;
    private @Nullable Throwable failure;

    /** Creates a probe that asks for nothing until it is told to. */
    public StreamProbe() {}

    /** {@return a probe that takes whatever comes} */
    public static StreamProbe unbounded() {
        return new StreamProbe().requestAll();
    }

    // What it does

    /** Asks for more events, as soon as it is subscribed. */
    public StreamProbe request(long more) {
        watch.change(() -> asked = asked + more < 0 ? Long.MAX_VALUE : asked + more);
        passOn();
        return this;
    }

    /** Asks for everything. */
    public StreamProbe requestAll() {
        return request(Long.MAX_VALUE);
    }

    /** Cancels, as soon as it is subscribed. */
    public StreamProbe cancel() {
        watch.change(() -> cancelled = true);
        passOn();
        return this;
    }

    // What it heard

    /** {@return the events so far} */
    public List<ChatEvent> events() {
        return watch.read(() -> List.copyOf(events));
    }

    /** {@return the events of one kind so far} */
    public <E extends ChatEvent> List<E> events(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** {@return the text so far, joined} */
    public String text() {
        return joined(ChatEvent.TextDelta.class, ChatEvent.TextDelta::text);
    }

    /** {@return the reasoning so far, joined} */
    public String reasoning() {
        return joined(ChatEvent.ReasoningDelta.class, ChatEvent.ReasoningDelta::text);
    }

    /** {@return whether the stream has completed or failed} */
    public boolean hasEnded() {
        return watch.read(this::ended);
    }

    // What it waits for

    /** {@return the events, once there are at least so many} */
    public List<ChatEvent> awaitEvents(int count, Duration timeout) {
        return await(count + " events", seen -> seen.size() >= count, timeout);
    }

    /** {@return the events, once the joined text holds this} */
    public List<ChatEvent> awaitText(String part, Duration timeout) {
        return await("the text \"" + part + "\"", seen -> text().contains(part), timeout);
    }

    /** {@return the events, once they are as wanted} */
    public List<ChatEvent> await(String what, Predicate<List<ChatEvent>> wanted, Duration timeout) {
        watch.await(() -> wanted.test(events) || ended(), timeout);
        require(what, watch.read(() -> wanted.test(events)), timeout);
        return events();
    }

    /** {@return the answer; an {@link AssertionError} if the stream failed or completed without one} */
    public ChatResponse awaitFinished(Duration timeout) {
        awaitEnd(timeout);
        Throwable failed = watch.read(() -> failure);
        if (failed != null) {
            throw new AssertionError("The stream failed, " + this, failed);
        }
        List<ChatEvent.Finished> ends = events(ChatEvent.Finished.class);
        if (ends.size() != 1) {
            throw new AssertionError("The stream completed with " + ends.size() + " answers, " + this);
        }
        return ends.get(0).response();
    }

    /** {@return what the stream failed with; an {@link AssertionError} if it did not fail, or not with an {@code LlmException}} */
    public LlmException awaitFailure(Duration timeout) {
        awaitEnd(timeout);
        if (watch.read(() -> failure) instanceof LlmException error) {
            return error;
        }
        throw new AssertionError("The stream did not fail with an LlmException, " + this, watch.read(() -> failure));
    }

    /** Waits for the end, whatever it is. */
    public void awaitEnd(Duration timeout) {
        require("the end", watch.await(this::ended, timeout), timeout);
    }

    /**
     * Fails if signals overlapped, came unasked for or after the end, or if the events break the rules S3, S4, S6, S7 or S8 of the
     * contract. Of a stream that has not ended, or failed, what came so far is judged.
     */
    public void assertInOrder() {
        List<String> wrong = watch.read(() -> new ArrayList<>(faults));
        boolean whole = watch.read(() -> completed);
        wrong.addAll(whole ? EventOrder.faultsOf(events()) : EventOrder.faultsSoFar(events()));
        if (!wrong.isEmpty()) {
            throw new AssertionError("The stream broke the contract: " + String.join("; ", wrong) + "; " + this);
        }
    }

    // Signals

    @Override
    public void onSubscribe(Flow.Subscription given) {
        signal("onSubscribe", () -> {
            if (subscription != null) {
                faults.add("S2: a second onSubscribe");
            }
            subscription = given;
        });
        passOn();
    }

    /** Tells the subscription what was asked for since the last time, if there is one yet. */
    private void passOn() {
        Flow.Subscription now = watch.read(() -> subscription);
        if (now == null) {
            return;
        }
        long more = watch.read(() -> {
            long since = asked - passed;
            passed = asked;
            return since;
        });
        if (watch.read(() -> cancelled)) {
            now.cancel();
        } else if (more > 0) {
            now.request(more);
        }
    }

    @Override
    public void onNext(ChatEvent event) {
        signal("onNext", () -> {
            events.add(event);
            if (events.size() > asked) {
                faults.add("S10: " + events.size() + " events came, but " + asked + " were asked for");
            }
        });
    }

    @Override
    public void onError(Throwable thrown) {
        signal("onError", () -> failure = thrown);
    }

    @Override
    public void onComplete() {
        signal("onComplete", () -> completed = true);
    }

    private void signal(String name, Runnable change) {
        boolean overlaps = inside.getAndIncrement() != 0;
        watch.change(() -> {
            if (overlaps) {
                faults.add("S19: " + name + " overlapped another signal");
            }
            if (ended()) {
                faults.add("S3: " + name + " came after the end");
            }
            change.run();
        });
        inside.decrementAndGet();
    }

    private boolean ended() {
        return completed || failure != null;
    }

    private void require(String what, boolean met, Duration timeout) {
        if (!met) {
            throw new AssertionError("Waited " + timeout + ", or to the end, for " + what + ", " + this);
        }
    }

    private <E extends ChatEvent> String joined(Class<E> kind, Function<E, String> text) {
        return events(kind).stream().map(text).collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return watch.read(() -> "seen: " + events + (completed ? ", completed" : "")
                + (failure == null ? "" : ", failed with " + failure) + (cancelled ? ", cancelled" : ""));
    }
}
