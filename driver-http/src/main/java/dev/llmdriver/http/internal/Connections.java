package dev.llmdriver.http.internal;

import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Lease;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One endpoint's share in the event loops, its clients, made with the first call, and the calls that are open. Thread-safe. */
final class Connections {
    private static final long CLOSE_SECONDS = 3;

    private final DriverOptions options;
    private final Set<OpenCall> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private @Nullable Lease<Vertx> lease;
    private volatile @Nullable Lanes lanes;

    Connections(DriverOptions options) {
        this.options = options;
    }

    /** {@return a place for one exchange; it is to be left at the exchange's end} */
    Lane enter() {
        Lanes open = lanes;
        return (open == null ? open() : open).enter();
    }

    private synchronized Lanes open() {
        if (closed) {
            throw Failures.closed().build();
        }
        Lanes made = lanes;
        if (made == null) {
            Lease<Vertx> held = EventLoops.lease(options);
            lease = held;
            made = Lanes.over((VertxInternal) held.get(), options);
            lanes = made;
        }
        return made;
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
            toClose = lanes == null ? List.of() : lanes.close();
            toReturn = lease;
            lanes = null;
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
