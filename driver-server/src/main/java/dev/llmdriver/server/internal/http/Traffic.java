package dev.llmdriver.server.internal.http;

import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.spi.Scheduler.Alarm;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what is under way, and lets it end before the server does. Thread-safe. */
public final class Traffic {
    private static final String KEY = Traffic.class.getName();
    /** What a request whose call has not begun yet is cancelled by. */
    private static final String WAITING = KEY + ".waiting";

    private final Scheduler scheduler;
    /** What cancels what is under way. */
    private final Set<Runnable> cancels = ConcurrentHashMap.newKeySet();

    /** What is told to those who are connected and may be asking nothing. */
    private final Set<Runnable> farewells = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private int underWay;
    private boolean draining;
    private volatile boolean brokenOff;

    /** Begins with nothing under way. */
    public Traffic(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Lets a request in, or refuses it while draining. */
    public void admit(RoutingContext context) {
        if (!begin()) {
            refuse(context);
            return;
        }
        context.put(KEY, this);
        Context loop = context.vertx().getOrCreateContext();
        Runnable refusal = () -> loop.runOnContext(now -> refuseWaiting(context));
        context.put(WAITING, refusal);
        cancelAtEnd(refusal);
        context.addEndHandler(ended -> {
            forget(refusal);
            end();
        });
        context.next();
    }

    private static void refuse(RoutingContext context) {
        context.response().putHeader("Connection", "close");
        context.fail(Refusal.ending());
    }

    /** Half a body, or a token that is looked at, may take longer than the server has. */
    private static void refuseWaiting(RoutingContext context) {
        boolean waits = context.get(WAITING) != null && !context.failed();
        if (waits && !context.response().headWritten() && !context.response().closed()) {
            refuse(context);
        }
    }

    /** Has a request's call cancelled if it is still under way when the server breaks off what is left. On the connection's event loop. */
    public static void cancelAtEnd(RoutingContext context, Runnable cancel) {
        Traffic traffic = context.get(KEY);
        if (traffic != null && !context.response().closed()) { // whose client has left has ended already
            Runnable refusal = context.remove(WAITING); // from here on the call has the say
            traffic.forget(refusal);
            traffic.cancelAtEnd(cancel);
            context.addEndHandler(ended -> traffic.forget(cancel));
        }
    }

    /** Has something cancelled if it is still under way when the server breaks off what is left. */
    public void cancelAtEnd(Runnable cancel) {
        cancels.add(cancel);
        if (brokenOff) { // it came too late to be found there
            cancel.run();
        }
    }

    /** What this cancels has ended. */
    public void forget(Runnable cancel) {
        cancels.remove(cancel);
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
        return idle(patience);
    }

    private CompletableFuture<Void> idle(Duration patience) {
        CompletableFuture<Void> idleOrLate = idle.copy();
        Alarm alarm = scheduler.schedule(patience, () -> idleOrLate.complete(null));
        idleOrLate.whenComplete((done, failure) -> alarm.cancel());
        return idleOrLate;
    }

    /** {@return when all that was still under way has been cancelled and its clients told so, or the end of the time that this has} */
    public CompletableFuture<Void> breakOff(Duration patience) {
        brokenOff = true;
        cancels.forEach(Runnable::run);
        return idle(patience);
    }

    /** Has a farewell said when the server closes its connections, until what this returns is run. */
    public Runnable atFarewell(Runnable farewell) {
        farewells.add(farewell);
        return () -> farewells.remove(farewell);
    }

    /** Says farewell to whoever is connected. */
    public void bidFarewell() {
        farewells.forEach(Runnable::run);
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
