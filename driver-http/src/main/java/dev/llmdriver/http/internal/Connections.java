package dev.llmdriver.http.internal;

import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Lease;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One endpoint's share in the event loops, its client, made with the first call, and the calls that are open. Thread-safe. */
final class Connections {
    private static final long CLOSE_SECONDS = 3;

    private final DriverOptions options;
    private final Set<OpenCall> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private @Nullable Lease<Vertx> lease;
    private final Map<Boolean, HttpClientAgent> clients = new ConcurrentHashMap<>();

    Connections(DriverOptions options) {
        this.options = options;
    }

    /** {@return a place for one exchange on an event loop: the caller's own if it is one of the same Vert.x, else the next} */
    ContextInternal newContext() {
        VertxInternal vertx = vertx();
        ContextInternal current = ContextInternal.current();
        boolean ours = current != null && current.owner() == vertx && current.isEventLoopContext();
        return ours && current.inThread() ? current : vertx.createEventLoopContext();
    }

    private synchronized VertxInternal vertx() {
        if (closed) {
            throw Failures.closed().build();
        }
        Lease<Vertx> held = lease;
        if (held == null) {
            held = EventLoops.lease(options);
            lease = held;
        }
        return (VertxInternal) held.get();
    }

    /** {@return the client for addresses with or without TLS, of which an endpoint nearly always has but one sort} */
    HttpClientAgent client(boolean tls) {
        HttpClientAgent made = clients.get(tls);
        return made == null ? makeClient(tls) : made;
    }

    private synchronized HttpClientAgent makeClient(boolean tls) {
        VertxInternal vertx = vertx();
        return clients.computeIfAbsent(tls, key -> Clients.client(vertx, options, tls));
    }

    /** Notes an open call; false if it is too late for one. */
    boolean opened(OpenCall call) {
        open.add(call);
        if (closed) {
            open.remove(call);
        }
        return !closed;
    }

    void ended(OpenCall call) {
        open.remove(call);
    }

    boolean isClosed() {
        return closed;
    }

    /** Cancels what is open, closes the client, gives the event loops back. */
    void close() {
        List<HttpClientAgent> toClose;
        Lease<Vertx> toReturn;
        synchronized (this) {
            closed = true;
            toClose = List.copyOf(clients.values());
            toReturn = lease;
            clients.clear();
            lease = null;
        }
        open.forEach(OpenCall::closed);
        try {
            await(toClose);
        } catch (RejectedExecutionException stopped) {
            // whoever passed the event loops in has closed them, and with them the clients
        }
        if (toReturn != null) {
            toReturn.close();
        }
    }

    /** On an event loop nothing may be waited for; there the client closes in its own time. */
    private static void await(List<HttpClientAgent> clients) {
        if (clients.isEmpty()) {
            return;
        }
        Future<?> closing = Future.join(
                clients.stream().map(client -> client.shutdown(Duration.ZERO)).toList());
        if (Context.isOnEventLoopThread()) {
            return;
        }
        try {
            closing.toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            System.getLogger("dev.llmdriver.http")
                    .log(System.Logger.Level.DEBUG, "an HTTP client did not close in time", late);
        }
    }
}
