package dev.llmdriver.resilience.internal;

import dev.llmdriver.resilience.LimitStore.Share;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who stands in a line, in order of arrival, and how much those take together of whom a wait was foreseen. Thread-safe. */
final class Waiters {
    private final Set<Waiter> all = new LinkedHashSet<>();

    /** Those to look at: nobody foresaw their wait yet, or they have waited as long as they may. */
    private final Set<Waiter> noted = new LinkedHashSet<>();

    private final Set<Waiter> foreseen = new HashSet<>();
    private final long[] together;

    /** Creates an empty line for shares of so many limits. */
    Waiters(int limits) {
        this.together = new long[limits];
    }

    synchronized void add(Waiter waiter) {
        all.add(waiter);
        noted.add(waiter);
    }

    synchronized @Nullable Waiter first() {
        return first(all);
    }

    private static @Nullable Waiter first(Set<Waiter> waiters) {
        Iterator<Waiter> each = waiters.iterator();
        return each.hasNext() ? each.next() : null;
    }

    /** Asks to look at a waiter again. */
    synchronized void note(Waiter waiter) {
        if (all.contains(waiter)) {
            noted.add(waiter);
        }
    }

    /** {@return the next one to look at, who is no longer noted; null if there is none} */
    synchronized @Nullable Waiter nextNoted() {
        Waiter next = first(noted);
        noted.remove(next);
        return next;
    }

    /** {@return what a waiter and those before it take together} */
    synchronized List<Share> upTo(Waiter waiter) {
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < together.length; i++) {
            Share own = waiter.shares().get(i);
            shares.add(new Share(own.limit(), together[i] + own.amount()));
        }
        return shares;
    }

    /** Counts a waiter among those that the next one has before it. */
    synchronized void foreseen(Waiter waiter) {
        if (all.contains(waiter) && foreseen.add(waiter)) {
            count(waiter, 1);
        }
        noted.remove(waiter);
    }

    /** {@return whether it still stood here} */
    synchronized boolean remove(Waiter waiter) {
        noted.remove(waiter);
        if (foreseen.remove(waiter)) {
            count(waiter, -1);
        }
        return all.remove(waiter);
    }

    private void count(Waiter waiter, int sign) {
        for (int i = 0; i < together.length; i++) {
            together[i] += sign * waiter.shares().get(i).amount();
        }
    }
}
