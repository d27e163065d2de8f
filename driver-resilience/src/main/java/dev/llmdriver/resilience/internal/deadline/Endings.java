package dev.llmdriver.resilience.internal.deadline;

import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The calls under way that share a fate, so that all can be ended before their time. Thread-safe. */
public final class Endings {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.resilience");

    private final Set<Ending> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** {@return whether calls end for this, and not for their deadline} */
    boolean areClosed() {
        return closed;
    }

    /**
     * Ends a call at its deadline, or before.
     *
     * @param call whose clock counts
     * @param left until the deadline
     * @param end idempotent; any thread
     * @return the way to call it off
     */
    Scheduler.Alarm add(CallContext call, Duration left, Runnable end) {
        Ending ending = new Ending(end);
        open.add(ending);
        // Read after that: whoever closes finds the call among the others, or it is found closed here.
        Scheduler.Alarm alarm = call.scheduler().schedule(closed ? Duration.ZERO : left, ending::run);
        ending.deadline = alarm;
        if (ending.over) {
            alarm.cancel(); // it was ended meanwhile, and knew of no alarm
        }
        return ending;
    }

    /** Ends all calls under way, and those that begin later. Idempotent. */
    public void close() {
        closed = true;
        open.forEach(Ending::run);
    }

    private final class Ending implements Scheduler.Alarm {
        private final Runnable end;
        /** The JVM's own is made in a slow call into it for each new object. */
        private final int hash = ThreadLocalRandom.current().nextInt();

        private volatile Scheduler.@Nullable Alarm deadline;
        private volatile boolean over;

        Ending(Runnable end) {
            this.end = end;
        }

        @Override
        public void cancel() {
            over = true;
            open.remove(this);
            Scheduler.Alarm set = deadline;
            if (set != null) {
                set.cancel();
            }
        }

        void run() {
            cancel();
            try {
                end.run();
            } catch (RuntimeException | Error thrown) { // the others must end too
                LOG.log(Level.WARNING, "ending a call threw", thrown);
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
