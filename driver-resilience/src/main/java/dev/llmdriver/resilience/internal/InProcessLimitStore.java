package dev.llmdriver.resilience.internal;

import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Counts in memory. One lock, held for some arithmetic, makes taking from several windows one step. In one step it is one time for
 * all windows, or a share might be counted in one window and put back into the next; and time never goes back, unless the clock was
 * wrong by more than a minute.
 */
public final class InProcessLimitStore implements LimitStore {
    private static final Duration LONGEST_CLOSING = Duration.ofDays(366);

    /** A clock that goes back by less is waited for, or the window that is over would be given twice. */
    private static final Duration LONGEST_HESITATION = Duration.ofMinutes(1);

    private static final int LOOKED_AT = 2;

    private final Scheduler clock;
    /** Whose turn it is to be looked at stands first. */
    private final Map<Limit, Window> windows = new LinkedHashMap<>();

    private Instant now;

    /** Creates a store in which nothing was taken. */
    public InProcessLimitStore(Scheduler clock) {
        this.clock = clock;
        this.now = clock.now();
    }

    private void tick() {
        Instant read = clock.now();
        Duration back = Duration.between(read, now);
        if (back.compareTo(LONGEST_HESITATION) > 0) {
            setBack(read, back);
        } else {
            now = read.isAfter(now) ? read : now;
        }
    }

    /** The clock was wrong, and would be so for as long again: what was taken is taken of the windows that are now. */
    private void setBack(Instant read, Duration back) {
        Map<Window, Long> taken = new HashMap<>();
        windows.values().forEach(window -> taken.put(window, window.taken()));
        now = read;
        taken.forEach((window, amount) -> window.beginAgain(amount, back));
    }

    @Override
    public synchronized CompletionStage<Verdict> take(List<Share> shares) {
        shares.forEach(InProcessLimitStore::check);
        tick();
        Wait wait = wait(shares);
        return CompletableFuture.completedFuture(isOver(wait) ? reserve(shares) : wait);
    }

    private static void check(Share share) {
        if (share.amount() < 0 || share.amount() > share.limit().most()) {
            throw new IllegalArgumentException("a window never holds the share that is to be taken: " + share);
        }
    }

    private Reservation reserve(List<Share> shares) {
        List<Held> held = new ArrayList<>();
        for (Share share : shares) {
            Window window = window(share.limit());
            window.take(share.amount());
            held.add(new Held(share.limit(), window.begin(), share.amount()));
        }
        return new Taken(held);
    }

    @Override
    public synchronized CompletionStage<Wait> foresee(List<Share> shares) {
        tick();
        return CompletableFuture.completedFuture(wait(shares));
    }

    private Wait wait(List<Share> shares) {
        Limit last = shares.get(0).limit();
        Instant latest = Instant.MIN;
        for (Share share : shares) {
            Instant has = window(share.limit()).has(share.amount());
            if (has.isAfter(latest)) {
                latest = has;
                last = share.limit();
            }
        }
        return latest.equals(Instant.MAX) ? Wait.never(last) : Wait.of(last, untilThen(latest));
    }

    private Duration untilThen(Instant moment) {
        return moment.isAfter(now) ? Duration.between(now, moment) : Duration.ZERO;
    }

    private static boolean isOver(Wait wait) {
        return wait.time().filter(Duration::isZero).isPresent();
    }

    @Override
    public synchronized CompletionStage<Void> close(List<Limit> limits, Duration time) {
        tick();
        Instant until = now.plus(time.compareTo(LONGEST_CLOSING) > 0 ? LONGEST_CLOSING : time);
        limits.forEach(limit -> window(limit).close(until));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized long remaining(Limit limit) {
        tick();
        return window(limit).remaining();
    }

    private Window window(Limit limit) {
        Window known = windows.get(limit);
        if (known != null) {
            return known;
        }
        for (int i = 0; i < LOOKED_AT && !windows.isEmpty(); i++) {
            lookAtFirst();
        }
        Window added = new Window(limit, () -> now);
        windows.put(limit, added);
        return added;
    }

    private void lookAtFirst() {
        Iterator<Map.Entry<Limit, Window>> each = windows.entrySet().iterator();
        Map.Entry<Limit, Window> first = each.next();
        each.remove();
        if (!first.getValue().isAsNew()) {
            windows.put(first.getKey(), first.getValue());
        }
    }

    /** {@return how many limits something is known of} */
    synchronized int size() {
        return windows.size();
    }

    /** Its window is looked up when it is settled: it may have been forgotten, and begun anew, in between. */
    private record Held(Limit limit, Instant begin, long amount) {}

    private final class Taken implements Reservation {
        private final List<Held> held;
        private boolean settled;

        Taken(List<Held> held) {
            this.held = held;
        }

        @Override
        public CompletionStage<Void> settle(List<Share> used) {
            synchronized (InProcessLimitStore.this) {
                tick();
                for (int i = 0; i < held.size() && !settled; i++) {
                    Held share = held.get(i);
                    window(share.limit())
                            .settle(share.begin(), share.amount(), used.get(i).amount());
                }
                settled = true;
                return CompletableFuture.completedFuture(null);
            }
        }
    }
}
