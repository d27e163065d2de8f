package dev.llmdriver.resilience.internal;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.LimitStore.Reservation;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.LimitStore.Verdict;
import dev.llmdriver.resilience.LimitStore.Wait;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Attempts that wait for the same limits, first come first served: only the first one asks the store, so a small one never passes a
 * large one that waits. One question is open at a time, and one thread at a time deals with the line; whoever changes something
 * notes it and leaves the work to the one who is at it.
 */
final class Line {
    /** A store that is this slow is out of order. Nobody waits for it any longer, the questions of those before included. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    private final LimitStore store;
    private final Waiters waiters;

    /** Changes that were not dealt with yet; above zero while somebody deals with the line. */
    private final AtomicInteger changes = new AtomicInteger();

    // Touched by the thread that deals with the line only.
    private int dealtWith;
    private boolean blocked;
    private Scheduler.@Nullable Alarm wakeUp;
    /** Since when the store has been asked one question after the other and answered none; null if it is not asked, or answers. */
    private @Nullable Long silentSince;

    /** Creates an empty line for shares of these limits. */
    Line(LimitStore store, int limits) {
        this.store = store;
        this.waiters = new Waiters(limits);
    }

    /** Puts an attempt at the end. */
    void enter(Waiter waiter) {
        waiters.add(waiter);
        changed();
    }

    /** Takes an attempt out that does not want to be let through any more. */
    void leave(Waiter waiter) {
        if (waiters.remove(waiter)) {
            changed();
        }
    }

    /** Tells that there may be more to take than there was. */
    void changed() {
        if (changes.getAndIncrement() == 0) {
            deal();
        }
    }

    private void deal() {
        boolean more = true;
        while (more) {
            int seen = changes.get();
            blocked = blocked && seen == dealtWith;
            dealtWith = seen;
            CompletableFuture<Void> step = step();
            if (step == null) {
                blocked = false;
                silentSince = null; // who waits from here on waits for a limit, and not for the store
                more = !changes.compareAndSet(seen, 0);
            } else if (!step.isDone()) {
                CompletionStage<Void> answered = step;
                answered.whenComplete((done, never) -> deal());
                return;
            }
        }
    }

    /** {@return the next thing that is being done; null if nothing can be done until something changes} */
    private @Nullable CompletableFuture<Void> step() {
        Waiter first = waiters.first();
        if (first == null) {
            callOff();
            return null;
        }
        if (!blocked) {
            return ask(first, () -> store.take(first.shares()), verdict -> decided(first, verdict));
        }
        Waiter next = waiters.nextNoted();
        if (next == null) {
            return null;
        }
        // Whoever could be let through stood first by now, and was asked for.
        boolean overdue = next.isOverdue();
        List<Share> ahead = overdue ? next.shares() : waiters.upTo(next);
        return ask(next, () -> store.foresee(ahead), wait -> foreseen(next, wait, overdue));
    }

    private <T> CompletableFuture<Void> ask(Waiter about, Supplier<CompletionStage<T>> question, Consumer<T> then) {
        long begin = silentSince == null ? about.clock().nanoTime() : silentSince;
        silentSince = begin;
        return inTime(about, asked(question).toCompletableFuture(), LONGEST_ANSWER.minus(about.behind(begin)))
                .thenAccept(answer -> {
                    silentSince = null;
                    then.accept(answer);
                })
                .exceptionally(failure -> {
                    refuse(about, Refusal.storeFailed(about.ask(), failure));
                    return null;
                })
                .toCompletableFuture();
    }

    /** {@return an answer that comes or fails before long: all others stand behind this question} */
    private <T> CompletionStage<T> inTime(Waiter about, CompletableFuture<T> answer, Duration time) {
        if (answer.isDone()) {
            return answer;
        }
        CompletableFuture<T> bounded = new CompletableFuture<>();
        Scheduler.Alarm alarm = about.clock()
                .schedule(
                        time.isNegative() ? Duration.ZERO : time,
                        () -> bounded.completeExceptionally(new IllegalStateException(
                                "the store of limits did not answer within " + LONGEST_ANSWER.toSeconds() + " s")));
        CompletionStage<T> told = answer;
        told.whenComplete((value, failure) -> {
            alarm.cancel();
            boolean used = failure == null ? bounded.complete(value) : bounded.completeExceptionally(failure);
            if (!used && value instanceof Reservation late) {
                CompletionStage<Void> over = late.settle(about.nothing());
                over.thenRun(this::changed);
            }
        });
        return bounded;
    }

    private static <T> CompletionStage<T> asked(Supplier<CompletionStage<T>> question) {
        try {
            return question.get();
        } catch (Throwable thrown) { // errors too, or nobody would deal with the line any more
            return CompletableFuture.failedFuture(thrown);
        }
    }

    private void decided(Waiter first, Verdict verdict) {
        if (verdict instanceof Reservation reservation) {
            waiters.remove(first);
            CompletionStage<Void> over = first.grant(reservation);
            over.thenRun(this::changed);
        } else if (verdict instanceof Wait wait && stays(first, wait)) {
            blocked = true;
            callOff();
            wakeUp = first.clock().schedule(wait.time().orElseThrow(), this::changed);
        }
    }

    private void foreseen(Waiter waiter, Wait wait, boolean overdue) {
        if (overdue) {
            refuse(waiter, Refusal.usedUp(waiter.ask(), wait));
        } else {
            stays(waiter, wait);
        }
    }

    /** {@return whether it waits; if not, it is refused} */
    private boolean stays(Waiter waiter, Wait wait) {
        if (!waiter.mayWait(wait)) {
            refuse(waiter, Refusal.usedUp(waiter.ask(), wait));
            return false;
        }
        waiters.foreseen(waiter);
        waiter.announce(wait.time().orElseThrow(), () -> lookAt(waiter));
        return true;
    }

    private void lookAt(Waiter waiter) {
        waiters.note(waiter);
        changed();
    }

    private void refuse(Waiter waiter, LlmException why) {
        waiters.remove(waiter);
        waiter.refuse(why);
    }

    private void callOff() {
        if (wakeUp != null) {
            wakeUp.cancel();
            wakeUp = null;
        }
    }
}
