package dev.llmdriver.http.internal;

import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** One event loop and clients whose connections live on it, so that nothing of a call ever changes threads. Thread-safe. */
final class Lane {
    private final ContextInternal context;
    private final LoopYield loop;
    private final int size;
    private final Function<Boolean, HttpClientAgent> factory;
    private final Map<Boolean, HttpClientAgent> clients = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private boolean closed;

    /**
     * Makes a lane without a connection.
     *
     * @param context of the event loop
     * @param size the most connections to one host
     * @param factory makes a client, with TLS or without
     */
    Lane(ContextInternal context, int size, Function<Boolean, HttpClientAgent> factory) {
        this.context = context;
        this.loop = new LoopYield(context, Thread::yield, System::nanoTime);
        this.size = size;
        this.factory = factory;
    }

    ContextInternal context() {
        return context;
    }

    /**
     * Runs a task on the event loop, bound to this lane's context: at once if this is the loop.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the loop is closed
     */
    void emit(Runnable task) {
        if (context.inThread()) {
            context.dispatch(task);
        } else {
            post(task);
        }
    }

    /**
     * Runs a task on the event loop, bound to this lane's context, later.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the loop is closed
     */
    void post(Runnable task) {
        loop.post(task);
    }

    /** A caller was answered, on the event loop. */
    void answered() {
        loop.afterThisTurn();
    }

    /** {@return the client for addresses with or without TLS, of which an endpoint nearly always has but one sort} */
    HttpClientAgent client(boolean tls) {
        HttpClientAgent made = clients.get(tls);
        return made == null ? makeClient(tls) : made;
    }

    private synchronized HttpClientAgent makeClient(boolean tls) {
        if (closed) {
            throw Failures.closed().build();
        }
        return clients.computeIfAbsent(tls, factory);
    }

    /** {@return the clients, which nobody will get any more; somebody else closes them} */
    synchronized List<HttpClientAgent> close() {
        closed = true;
        List<HttpClientAgent> all = new ArrayList<>(clients.values());
        clients.clear();
        return all;
    }

    Lane enter() {
        calls.incrementAndGet();
        return this;
    }

    void leave() {
        calls.decrementAndGet();
    }

    int calls() {
        return calls.get();
    }

    boolean hasConnectionToSpare() {
        return calls() < size;
    }
}
