package dev.llmdriver.server.internal.http;

import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.spi.Scheduler.Alarm;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose clients take too long to say what they want: to the end of a request's headers, counted from the last
 * answer, and from there to the end of its body. While an answer is under way no clock of ours runs: its call has a deadline. What a
 * client has not taken of its answer twice the time after its end is dropped with the connection. Thread-safe.
 */
public final class Patience {
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    private final Scheduler scheduler;
    private final Duration time;
    private final Map<HttpConnection, Alarm> alarms = new ConcurrentHashMap<>();
    private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
    /** What still comes from these is not obeyed: they were told that it is over, and nobody knows whether it is a request. */
    private final Set<HttpConnection> abandoned = ConcurrentHashMap.newKeySet();

    /** Waits for each of the two as long as this. */
    public Patience(Scheduler scheduler, Duration time) {
        this.scheduler = scheduler;
        this.time = time;
    }

    /** Begins to wait for the first request. */
    public void connected(HttpConnection connection) {
        open.add(connection);
        connection.closeHandler(closed -> {
            open.remove(connection);
            abandoned.remove(connection);
            disarm(connection);
        });
        arm(connection);
    }

    /** The headers are there: waits for the body. */
    public void headed(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        if (abandoned.contains(connection)) {
            return;
        }
        HttpMethod method = context.request().method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            disarm(connection);
        } else {
            arm(connection);
        }
        context.addEndHandler(ended -> {
            if (ended.succeeded()) {
                arm(connection);
            }
        });
        context.next();
    }

    /** The body is there: the client may wait as long as it likes. */
    public void whole(RoutingContext context) {
        disarm(context.request().connection());
        context.next();
    }

    /**
     * Closes a connection whose client still sends, soon: if it did so at once, unread bytes would take the refusal with them. What comes
     * behind it is never answered, for it may be no request, and its sender was told that the connection closes.
     */
    void abandon(HttpConnection connection) {
        if (open.contains(connection)) { // on its event loop, so it does not close meanwhile
            abandoned.add(connection);
            arm(connection, LAST_LOOK);
        } else {
            disarm(connection);
        }
    }

    private void arm(HttpConnection connection) {
        arm(connection, time);
    }

    private void arm(HttpConnection connection, Duration patience) {
        cancel(alarms.put(connection, scheduler.schedule(patience, () -> expired(connection))));
    }

    /** What was answered may still be on its way to a slow client, which has as long again for it. */
    private void expired(HttpConnection connection) {
        alarms.remove(connection);
        if (open.contains(connection)) {
            scheduler.schedule(time, () -> cut(connection)); // not in the map: no further request calls it off
            connection.close();
        }
    }

    private void cut(HttpConnection connection) {
        if (open.contains(connection)) {
            Cut.now(connection);
        }
    }

    /** {@return when all connections have closed, each once its client has taken what was answered} */
    public CompletableFuture<Void> close() {
        return CompletableFuture.allOf(open.stream()
                .map(each -> each.close().toCompletionStage().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Closes all that is still open, whatever was not taken. */
    public void cut() {
        open.forEach(Cut::now);
    }

    private void disarm(HttpConnection connection) {
        cancel(alarms.remove(connection));
    }

    private static void cancel(@Nullable Alarm alarm) {
        if (alarm != null) {
            alarm.cancel();
        }
    }
}
