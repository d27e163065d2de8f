package dev.llmdriver.testkit.tck;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Subscribes to a stream, writes down what comes, and notes what the rules of Reactive Streams forbid. Thread-safe. */
final class EventLog implements Flow.Subscriber<ChatEvent> {
    private final CallContext context;
    private final long firstDemand;
    private final Consumer<Flow.Subscription> onSubscribe;
    private final List<ChatEvent> events = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final AtomicInteger signalling = new AtomicInteger();
    private long demanded;
    private boolean asksWithinSignals;
    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private boolean completed;

    EventLog(CallContext context, long demand) {
        this(context, demand, subscription -> {});
    }

    EventLog(CallContext context, long demand, Consumer<Flow.Subscription> onSubscribe) {
        this.context = context;
        this.firstDemand = demand;
        this.onSubscribe = onSubscribe;
    }

    /** Asks for the next event within the signal of each, from now on. */
    synchronized void askWithinSignals() {
        asksWithinSignals = true;
    }

    // Signals

    @Override
    public void onSubscribe(Flow.Subscription given) {
        synchronized (this) {
            note(subscription != null, "onSubscribe came twice");
            subscription = given;
        }
        onSubscribe.accept(given);
        if (firstDemand > 0) {
            request(firstDemand);
        }
    }

    @Override
    public void onNext(ChatEvent event) {
        signal("an event", () -> {
            events.add(event);
            note(events.size() > demanded, "more events than were asked for: " + events.size() + " > " + demanded);
            if (asksWithinSignals) {
                request(1);
            }
        });
    }

    @Override
    public void onError(Throwable thrown) {
        signal("an error", () -> failure = thrown);
    }

    @Override
    public void onComplete() {
        signal("completion", () -> completed = true);
    }

    private void signal(String what, Runnable effect) {
        boolean alone = signalling.incrementAndGet() == 1;
        synchronized (this) {
            note(!alone, what + " came while another signal was being delivered");
            note(subscription == null, what + " came before onSubscribe");
            note(isEnded(), what + " came after the end");
            effect.run();
        }
        signalling.decrementAndGet();
    }

    private void note(boolean violated, String rule) {
        if (violated) {
            violations.add(rule);
        }
    }

    // Control

    void request(long n) {
        synchronized (this) {
            demanded = demanded + n < 0 ? Long.MAX_VALUE : demanded + n;
        }
        subscription().request(n);
    }

    void cancel() {
        subscription().cancel();
    }

    synchronized Flow.Subscription subscription() {
        if (subscription == null) {
            throw new AssertionError("onSubscribe must be called by subscribe(…), before anything else");
        }
        return subscription;
    }

    // What came

    CallContext context() {
        return context;
    }

    synchronized List<ChatEvent> events() {
        return List.copyOf(events);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized boolean isEnded() {
        return completed || failure != null;
    }

    synchronized boolean isCompleted() {
        return completed;
    }

    /** {@return the joined text so far} */
    String text() {
        return events().stream()
                .filter(ChatEvent.TextDelta.class::isInstance)
                .map(event -> ((ChatEvent.TextDelta) event).text())
                .collect(Collectors.joining());
    }

    /** {@return how many content events came so far, the last one, which repeats them, not counted} */
    long contents() {
        return events().stream()
                .filter(event -> event.isContent() && !(event instanceof ChatEvent.Finished))
                .count();
    }

    EventLog awaitText(String expected) {
        Wait.maybe(Scenario.SOON, () -> text().equals(expected) || isEnded());
        Check.equal("the text so far (failure: " + failure() + ")", expected, text());
        return this;
    }

    EventLog awaitEvents(int count) {
        Wait.until(count + " events must come", () -> events().size() >= count || isEnded());
        Check.that(events().size() >= count, "the stream ended after " + events() + ": " + failure);
        return this;
    }

    EventLog awaitContents(int count) {
        Wait.until(count + " contents must come", () -> contents() >= count || isEnded());
        Check.that(contents() >= count, "the stream ended after " + events() + ": " + failure());
        return this;
    }

    EventLog awaitEnd() {
        Wait.until("the stream must end", this::isEnded);
        Check.empty("broken rules of Reactive Streams", violations());
        return this;
    }

    /** {@return the answer of a stream that must succeed} */
    ChatResponse answer() {
        awaitEnd();
        if (failure() != null) {
            throw new AssertionError("the stream must succeed but failed: " + failure(), failure());
        }
        List<ChatEvent> all = events();
        Check.that(!all.isEmpty(), "a stream that completes must have events");
        return Check.is("the last event", ChatEvent.Finished.class, all.get(all.size() - 1))
                .response();
    }

    /** {@return the error that the stream must end with} */
    LlmException failed() {
        awaitEnd();
        Check.that(failure() != null, "the stream must fail but completed: " + events());
        return Check.is("the failure of a stream", LlmException.class, failure());
    }

    synchronized @Nullable Throwable failure() {
        return failure;
    }
}
