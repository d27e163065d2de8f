package dev.llmdriver.spi;

import dev.llmdriver.Attempt;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Every request that left the process on behalf of one call, in order. The driver opens exactly one entry for each; nothing is ever
 * removed. Thread-safe.
 */
public final class AttemptLedger {
    /** The most attempts of a call over all targets, unless configured otherwise. */
    public static final int DEFAULT_CAP = 6;

    private final int cap;
    /** Replaced as a whole by one entry more; most calls have a single one. */
    private volatile List<Entry> entries = List.of();

    AttemptLedger(int cap) {
        if (cap < 1) {
            throw new IllegalArgumentException("a call needs at least one attempt: " + cap);
        }
        this.cap = cap;
    }

    synchronized Entry begin(ModelRef ref, Scheduler scheduler, UnaryOperator<Attempt.Builder> facts) {
        Entry entry = new Entry(facts.apply(Attempt.builder(entries.size() + 1, ref, scheduler.now())), scheduler);
        List<Entry> more = new ArrayList<>(entries);
        more.add(entry);
        entries = List.copyOf(more);
        return entry;
    }

    /** {@return the most attempts this call may make} */
    public int cap() {
        return cap;
    }

    /** {@return how many attempts are left; questions whether a loading model is ready do not count, nor do the parts of a call} */
    public int remaining() {
        int left = cap;
        for (Attempt attempt : attempts()) {
            left -= counts(attempt.purpose()) ? 1 : 0;
        }
        return Math.max(0, left);
    }

    /** A call that is split is tried once, however many requests that takes. */
    private static boolean counts(Attempt.Purpose purpose) {
        return purpose != Attempt.Purpose.COLD_START && purpose != Attempt.Purpose.PART;
    }

    /** {@return the entries as they are now} */
    public List<Attempt> attempts() {
        List<Attempt> attempts = new ArrayList<>(1); // a call has one, most often
        entries.forEach(entry -> attempts.add(entry.snapshot()));
        return Collections.unmodifiableList(attempts);
    }

    @Override
    public String toString() {
        return entries.size() + " attempts";
    }

    /** Where a driver notes what becomes of one request. Thread-safe; the first end wins. */
    public static final class Entry {
        private final Attempt.Builder attempt;
        private final Scheduler scheduler;
        private final long startedAt;
        private boolean ended;

        private Entry(Attempt.Builder attempt, Scheduler scheduler) {
            this.attempt = attempt;
            this.scheduler = scheduler;
            this.startedAt = scheduler.nanoTime();
        }

        /** Notes the answer's HTTP status. */
        public synchronized void status(int status) {
            attempt.status(status);
        }

        /** Notes the provider's id of the request. */
        public synchronized void requestId(String requestId) {
            attempt.requestId(requestId);
        }

        /** Notes that the whole answer came. */
        public synchronized void succeeded() {
            end();
        }

        /** Notes how it failed. */
        public synchronized void failed(ErrorKind error) {
            if (end()) {
                attempt.error(error);
            }
        }

        private boolean end() {
            if (ended) {
                return false;
            }
            ended = true;
            attempt.duration(Duration.ofNanos(scheduler.nanoTime() - startedAt));
            return true;
        }

        synchronized Attempt snapshot() {
            return attempt.build();
        }
    }
}
