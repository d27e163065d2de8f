package dev.llmdriver.spi;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Timings;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Consumer;

/**
 * What one call shares down the chain of decorators: id, deadline, clock, ledger of attempts, commit flag, listener, attributes.
 * Made when the call is, so no thread-locals are needed. Thread-safe. Copies made by {@link #with} share everything but their
 * attributes.
 */
public final class CallContext {
    /** Why the next request is sent; decorators set it for the driver's entry in the ledger. */
    public static final Attribute<Attempt.Purpose> PURPOSE = Attribute.named("purpose");

    /** How long the call waited before the next request. */
    public static final Attribute<Duration> WAITED = Attribute.named("waited");

    /** The label of the key that the next request is sent with, if it was chosen from a pool. */
    public static final Attribute<String> KEY_LABEL = Attribute.named("key-label");

    private static final System.Logger LOG = System.getLogger("dev.llmdriver");

    private static final long UNSET = Long.MIN_VALUE;

    private final Shared shared;
    private final Map<Attribute<?>, Object> attributes;
    private final Consumer<ChatEvent.Waiting> onWaiting;

    private CallContext(Shared shared, Map<Attribute<?>, Object> attributes, Consumer<ChatEvent.Waiting> onWaiting) {
        this.shared = shared;
        this.attributes = attributes;
        this.onWaiting = onWaiting;
    }

    private static final class Shared {
        /** Tells the calls of one process from those of another in logs that are read together. */
        static final String PROCESS = UUID.randomUUID().toString().substring(0, 8);

        static final AtomicLong COUNT = new AtomicLong();
        static final AtomicLongFieldUpdater<Shared> DEADLINE =
                AtomicLongFieldUpdater.newUpdater(Shared.class, "deadline");
        static final AtomicLongFieldUpdater<Shared> FIRST_CONTENT =
                AtomicLongFieldUpdater.newUpdater(Shared.class, "firstContent");

        final long number = COUNT.incrementAndGet();
        final Scheduler scheduler;
        final AttemptLedger ledger;
        final long startedAt;
        volatile long deadline = UNSET;
        volatile long firstContent = UNSET;

        Shared(Scheduler scheduler, int cap) {
            this.scheduler = scheduler;
            this.ledger = new AttemptLedger(cap);
            this.startedAt = scheduler.nanoTime();
        }
    }

    /**
     * Makes the context of a call with a cap of six attempts and nobody listening to waits.
     *
     * @param scheduler clock and alarm
     * @return a fresh context
     */
    public static CallContext of(Scheduler scheduler) {
        return of(scheduler, AttemptLedger.DEFAULT_CAP, waiting -> {});
    }

    /**
     * Makes the context of a call.
     *
     * @param scheduler clock and alarm
     * @param attemptCap the most attempts of the call over all targets
     * @param onWaiting hears of waits
     * @return a fresh context
     */
    public static CallContext of(Scheduler scheduler, int attemptCap, Consumer<ChatEvent.Waiting> onWaiting) {
        return new CallContext(new Shared(scheduler, attemptCap), Map.of(), onWaiting);
    }

    /** {@return the call's id, unique in this process} */
    public String callId() {
        return Shared.PROCESS + "-" + shared.number;
    }

    /** {@return clock and alarm of the call} */
    public Scheduler scheduler() {
        return shared.scheduler;
    }

    /** {@return every request that left the process for this call} */
    public AttemptLedger ledger() {
        return shared.ledger;
    }

    /**
     * Starts the deadline. The first to set it wins: a decorator before the driver.
     *
     * @param fromNow more than zero
     */
    public void startDeadline(Duration fromNow) {
        if (shared.deadline == UNSET) {
            Shared.DEADLINE.compareAndSet(shared, UNSET, shared.scheduler.nanoTime() + nanos(fromNow));
        }
    }

    /** {@return the time left, zero if there is none; empty while no deadline is set} */
    public Optional<Duration> remaining() {
        long deadline = shared.deadline;
        return deadline == UNSET
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, deadline - shared.scheduler.nanoTime())));
    }

    /** {@return the time since the call began} */
    public Duration elapsed() {
        return Duration.ofNanos(shared.scheduler.nanoTime() - shared.startedAt);
    }

    /** Marks that content has reached the caller: from here on nothing is retried. Idempotent. */
    public void commit() {
        if (shared.firstContent == UNSET) {
            Shared.FIRST_CONTENT.compareAndSet(shared, UNSET, shared.scheduler.nanoTime());
        }
    }

    /** {@return whether content has reached the caller} */
    public boolean isCommitted() {
        return shared.firstContent != UNSET;
    }

    /** {@return how long the call took until now, and until its first content if that was streamed} */
    public Timings timings() {
        Timings timings = Timings.of(elapsed());
        long first = shared.firstContent;
        return first == UNSET ? timings : timings.withFirstContent(Duration.ofNanos(first - shared.startedAt));
    }

    /** Tells the caller's listener of a wait; what it throws is logged and changes nothing. Streams emit the event besides. */
    public void waiting(ChatEvent.Waiting event) {
        tell(onWaiting, event);
    }

    private static void tell(Consumer<ChatEvent.Waiting> listener, ChatEvent.Waiting event) {
        try {
            listener.accept(event);
        } catch (Throwable thrown) { // errors too: who tells of a wait stands in a queue
            LOG.log(Level.WARNING, "a listener of waits threw", thrown);
        }
    }

    /**
     * Lets one more listener hear of the waits of what is further down the chain.
     *
     * @param listener called on any thread; must not block
     * @return a copy that shares everything else
     */
    public CallContext listening(Consumer<ChatEvent.Waiting> listener) {
        Consumer<ChatEvent.Waiting> before = onWaiting;
        return new CallContext(shared, attributes, event -> {
            tell(before, event);
            tell(listener, event);
        });
    }

    /**
     * Opens the ledger's entry for a request that leaves the process now, with this context's purpose and wait.
     *
     * @param ref who is asked
     * @return where to note what becomes of it
     */
    public AttemptLedger.Entry beginAttempt(ModelRef ref) {
        return shared.ledger.begin(ref, shared.scheduler, this::describe);
    }

    private Attempt.Builder describe(Attempt.Builder attempt) {
        attribute(PURPOSE).ifPresent(attempt::purpose);
        attribute(WAITED).ifPresent(attempt::waited);
        attribute(KEY_LABEL).ifPresent(attempt::keyLabel);
        return attempt;
    }

    /**
     * Looks an attribute up.
     *
     * @param key its key
     * @param <T> type of the value
     * @return the value, if one was set
     */
    @SuppressWarnings("unchecked") // with() lets only values of the key's type in
    public <T> Optional<T> attribute(Attribute<T> key) {
        return Optional.ofNullable((T) attributes.get(key));
    }

    /**
     * Sets an attribute for what is further down the chain.
     *
     * @param key its key
     * @param value its value
     * @param <T> type of the value
     * @return a copy that shares everything else
     */
    public <T> CallContext with(Attribute<T> key, T value) {
        Map<Attribute<?>, Object> copy = new HashMap<>(attributes);
        copy.put(key, value);
        return new CallContext(shared, copy, onWaiting);
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(365)) > 0
                ? Duration.ofDays(365).toNanos()
                : duration.toNanos();
    }

    @Override
    public String toString() {
        return "CallContext[" + callId() + ", " + shared.ledger + "]";
    }
}
