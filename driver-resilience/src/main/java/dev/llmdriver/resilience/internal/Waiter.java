package dev.llmdriver.resilience.internal;

import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.ChatEvent.Waiting;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.LimitStore.Reservation;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.LimitStore.Wait;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** An attempt in line. All but its admission is for the thread that deals with the line. */
final class Waiter {
    private final Ask ask;
    private final List<Share> shares;
    private final Function<Reservation, Gate.Pass> paid;
    private final Duration maxWait;
    private final Admission admission;
    private final long since;
    private boolean announced;

    /** Makes one that leaves the line when its caller gives up. */
    Waiter(Line line, Ask ask, List<Share> shares, Function<Reservation, Gate.Pass> paid, Duration maxWait) {
        this.ask = ask;
        this.shares = shares;
        this.paid = paid;
        this.maxWait = maxWait;
        this.admission = new Admission(() -> line.leave(this));
        this.since = ask.call().scheduler().nanoTime();
    }

    Ask ask() {
        return ask;
    }

    List<Share> shares() {
        return shares;
    }

    /** {@return no share of the same limits} */
    List<Share> nothing() {
        return shares.stream().map(share -> new Share(share.limit(), 0)).toList();
    }

    CompletableFuture<Gate.Pass> pass() {
        return admission.pass();
    }

    CompletionStage<Void> grant(Reservation reservation) {
        return admission.grant(reservation, shares, paid.apply(reservation));
    }

    void refuse(LlmException why) {
        admission.refuse(why);
    }

    Scheduler clock() {
        return call().scheduler();
    }

    private CallContext call() {
        return ask.call();
    }

    /** {@return how long it has stood there while nothing was heard since this moment} */
    Duration behind(long moment) {
        long now = clock().nanoTime();
        return Duration.ofNanos(Math.min(now - moment, now - since));
    }

    /** {@return whether it may wait so long: no longer than is allowed, and so that the deadline leaves time to send} */
    boolean mayWait(Wait wait) {
        return wait.time()
                .filter(time -> time.compareTo(patience()) <= 0)
                .filter(time ->
                        call().remaining().map(left -> time.compareTo(left) < 0).orElse(true))
                .isPresent();
    }

    private Duration patience() {
        return maxWait.minusNanos(clock().nanoTime() - since);
    }

    /** {@return whether it has waited as long as it may} */
    boolean isOverdue() {
        Duration patience = patience();
        return patience.isNegative()
                || patience.isZero()
                || call().remaining().filter(Duration::isZero).isPresent();
    }

    /** Tells, once, that it waits, and sees to it that somebody hears when it has waited as long as it may. */
    void announce(Duration estimate, Runnable overdue) {
        if (announced) {
            return;
        }
        announced = true;
        Duration patience = patience();
        Duration bound =
                call().remaining().filter(left -> left.compareTo(patience) < 0).orElse(patience);
        Scheduler.Alarm alarm = clock().schedule(bound, overdue);
        CompletionStage<Gate.Pass> over = admission.pass();
        over.whenComplete((pass, failure) -> alarm.cancel());
        ask.onWaiting().accept(Waiting.of(WaitReason.LIMITER, call().elapsed()).withEstimate(estimate));
    }
}
