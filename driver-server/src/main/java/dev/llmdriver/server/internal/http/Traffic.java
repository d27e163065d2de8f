package dev.llmdriver.server.internal.http;

import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.spi.Scheduler.Alarm;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Counts what is under way, and lets it end before the server does. Thread-safe. */
public final class Traffic {
    private final Scheduler scheduler;
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private int underWay;
    private boolean draining;

    /** Begins with nothing under way. */
    public Traffic(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Lets a request in, or refuses it while draining. */
    public void admit(RoutingContext context) {
        if (!begin()) {
            context.response().putHeader("Connection", "close");
            context.fail(Refusal.of(503, "The server is shutting down; ask another one, or try again later."));
            return;
        }
        context.addEndHandler(ended -> end());
        context.next();
    }

    /** {@return whether something new may begin; then its {@link #end} must follow} */
    public synchronized boolean begin() {
        if (!draining) {
            underWay++;
        }
        return !draining;
    }

    /** Something that has begun is over. */
    public void end() {
        if (lastHasEnded()) {
            idle.complete(null);
        }
    }

    private synchronized boolean lastHasEnded() {
        underWay--;
        return draining && underWay == 0;
    }

    /** {@return whether no request is let in any more} */
    public synchronized boolean isDraining() {
        return draining;
    }

    /** {@return the end of all that is under way, or of the time that it has; new requests are refused from now on} */
    public CompletableFuture<Void> drain(Duration patience) {
        if (isEmptyFromNowOn()) {
            idle.complete(null);
        }
        CompletableFuture<Void> drained = idle.copy();
        Alarm alarm = scheduler.schedule(patience, () -> drained.complete(null));
        drained.whenComplete((done, failure) -> alarm.cancel());
        return drained;
    }

    /** {@return the end of all that is under way, however long it takes} */
    public CompletableFuture<Void> idle() {
        return idle.copy();
    }

    private synchronized boolean isEmptyFromNowOn() {
        draining = true;
        return underWay == 0;
    }
}
