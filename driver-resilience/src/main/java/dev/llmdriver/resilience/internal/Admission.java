package dev.llmdriver.resilience.internal;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.LimitStore.Reservation;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.spi.CallFuture;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * An attempt that asks for its shares. Whoever comes first decides: the store that grants them, the gate that refuses, or the caller
 * who gives up; shares that are granted too late go back. Thread-safe.
 */
final class Admission {
    private final Ask ask;
    private final List<Share> shares;
    private final Function<Reservation, Gate.Pass> paid;
    private final AtomicBoolean over = new AtomicBoolean();
    private final CallFuture<Gate.Pass> pass;

    /**
     * Asks.
     *
     * @param ask the attempt
     * @param shares what it is to take
     * @param paid makes the pass
     * @param givenUp told when the caller does not want it any more
     */
    Admission(Ask ask, List<Share> shares, Function<Reservation, Gate.Pass> paid, Runnable givenUp) {
        this.ask = ask;
        this.shares = shares;
        this.paid = paid;
        this.pass = CallFuture.create(() -> {
            if (over.compareAndSet(false, true)) {
                givenUp.run();
            }
        });
    }

    Ask ask() {
        return ask;
    }

    List<Share> shares() {
        return shares;
    }

    CallFuture<Gate.Pass> pass() {
        return pass;
    }

    boolean isOver() {
        return over.get();
    }

    /** Lets the attempt through, or gives the shares back if it is over. */
    void grant(Reservation reservation) {
        if (over.compareAndSet(false, true)) {
            pass.complete(paid.apply(reservation));
        } else {
            reservation.settle(none(shares));
        }
    }

    void refuse(LlmException why) {
        if (over.compareAndSet(false, true)) {
            pass.fail(why);
        }
    }

    /** {@return as many shares of nothing} */
    static List<Share> none(List<Share> shares) {
        return shares.stream().map(share -> new Share(share.limit(), 0)).toList();
    }
}
