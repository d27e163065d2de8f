package dev.llmdriver.server.internal.socket;

import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.spi.Scheduler.Alarm;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks from time to time whether a page is still there, for one whose machine lost its network or its power closes no connection. A
 * browser answers by itself, so a page may say nothing for days. A farewell may be taken as little as anything else: Vert.x waits for the
 * answer to it only from then on. On the connection's event loop.
 */
final class Pulse {
    private static final Duration BEAT = Duration.ofSeconds(30);
    /** A slow line has so long for what is on its way before the question. */
    private static final int MOST_MISSED = 3;

    private final Context loop;
    private final ServerWebSocket socket;
    private final Scheduler scheduler;
    private final Runnable gone;
    private @Nullable Alarm next;
    private int missed;

    /**
     * Asks nothing yet.
     *
     * @param gone told when nobody has answered for two minutes, or the farewell was said a minute ago
     */
    Pulse(Context loop, ServerWebSocket socket, Scheduler scheduler, Runnable gone) {
        this.loop = loop;
        this.socket = socket;
        this.scheduler = scheduler;
        this.gone = gone;
    }

    void begin() {
        socket.pongHandler(answer -> missed = socket.isClosed() ? missed : 0);
        wind();
    }

    private void wind() {
        next = scheduler.schedule(BEAT, () -> loop.runOnContext(now -> beat()));
    }

    private void beat() {
        boolean over = socket.isClosed();
        if (missed == MOST_MISSED) {
            gone.run();
            return;
        }
        missed = over
                ? MOST_MISSED
                : missed + 1; // one beat more for the farewell, which may stand behind what is not taken
        wind();
        if (!over) {
            socket.writePing(Buffer.buffer());
        }
    }

    void end() {
        if (next != null) {
            next.cancel();
        }
    }
}
