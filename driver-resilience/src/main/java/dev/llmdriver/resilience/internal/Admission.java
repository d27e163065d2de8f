package dev.llmdriver.resilience.internal;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.LimitStore.Reservation;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.spi.CallFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether an attempt is let through. Whoever comes first decides: the store that grants its shares, the gate that refuses, or the
 * caller who gives up; shares that are granted too late go back. Thread-safe.
 */
final class Admission {
    private final AtomicBoolean over = new AtomicBoolean();
    private final CallFuture<Gate.Pass> pass;

    /** Begins, and tells when the caller gives up. */
    Admission(Runnable givenUp) {
        this.pass = CallFuture.create(() -> {
            if (over.compareAndSet(false, true)) {
                givenUp.run();
            }
        });
    }

    /** {@return what the caller waits for} */
    CallFuture<Gate.Pass> pass() {
        return pass;
    }

    /** {@return when what was reserved is given back; at once if the attempt was let through} */
    CompletionStage<Void> grant(Reservation reservation, List<Share> shares, Gate.Pass paid) {
        // Whoever gives up ends the pass first and only then finds out whether somebody else had decided.
        if (over.compareAndSet(false, true) && pass.complete(paid)) {
            return CompletableFuture.completedFuture(null);
        }
        List<Share> none =
                shares.stream().map(share -> new Share(share.limit(), 0)).toList();
        return reservation.settle(none);
    }

    /** Fails the attempt, unless it is over. */
    void refuse(LlmException why) {
        if (over.compareAndSet(false, true)) {
            pass.fail(why);
        }
    }
}
