package dev.llmdriver.server.internal.http;

import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.spi.Scheduler.Alarm;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose clients take too long to say what they want: to the end of a request's headers, counted from the last
 * answer, and from there to the end of its body. While an answer is under way no clock of ours runs. Thread-safe.
 */
public final class Patience {
    private final Scheduler scheduler;
    private final Duration time;
    private final Map<HttpConnection, Alarm> alarms = new ConcurrentHashMap<>();

    /** Waits for each of the two as long as this. */
    public Patience(Scheduler scheduler, Duration time) {
        this.scheduler = scheduler;
        this.time = time;
    }

    /** Begins to wait for the first request. */
    public void connected(HttpConnection connection) {
        connection.closeHandler(closed -> disarm(connection));
        arm(connection);
    }

    /** The headers are there: waits for the body. */
    public void headed(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        if (context.request().method().equals(HttpMethod.GET)) {
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

    /** The connection is no longer one of requests, and may be silent for as long as it likes. */
    public void upgraded(HttpConnection connection) {
        disarm(connection);
    }

    private void arm(HttpConnection connection) {
        cancel(alarms.put(connection, scheduler.schedule(time, () -> expired(connection))));
    }

    private void expired(HttpConnection connection) {
        alarms.remove(connection);
        connection.close();
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
