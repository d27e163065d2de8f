package dev.llmdriver.server.internal.socket;

import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * What is on its way to one page. Frames that are written on any thread go out on the connection's event loop, in their order; when
 * they went, and the connection takes more, their writers hear of it. So what is held here is bounded by what was asked for. A page
 * that asks for many things and reads nothing is cut off.
 */
final class Outbox {
    private static final int MOST_REPLIES = 64;
    /** Try again later, for it is not the page's fault alone. */
    private static final short OVERLOADED = 1013;

    private final Context loop;
    private final ServerWebSocket socket;
    /** Guarded by itself, as are the next two. */
    private final List<Entry> pending = new ArrayList<>();

    private boolean scheduled;
    private int replies;
    /** Of the event loop alone. */
    private List<Runnable> owed = new ArrayList<>();

    private record Entry(String frame, Runnable taken) {}

    Outbox(Context loop, ServerWebSocket socket) {
        this.loop = loop;
        this.socket = socket;
        socket.drainHandler(room -> settle());
    }

    /** Sends the reply to a message of the page. */
    void reply(String frame) {
        boolean tooMany;
        synchronized (pending) {
            replies++;
            tooMany = replies > MOST_REPLIES;
        }
        if (tooMany) {
            loop.runOnContext(now -> socket.close(OVERLOADED, "answers are not taken"));
        } else {
            send(frame, this::replied);
        }
    }

    private void replied() {
        synchronized (pending) {
            replies--;
        }
    }

    /**
     * Sends a frame.
     *
     * @param taken told once the connection takes more; never, if it closes before
     */
    void send(String frame, Runnable taken) {
        synchronized (pending) {
            pending.add(new Entry(frame, taken));
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        loop.runOnContext(now -> flush());
    }

    private void flush() {
        List<Entry> batch;
        synchronized (pending) {
            batch = List.copyOf(pending);
            pending.clear();
            scheduled = false;
        }
        if (socket.isClosed()) {
            return;
        }
        for (Entry entry : batch) {
            socket.writeTextMessage(entry.frame());
            owed.add(entry.taken());
        }
        if (!socket.isClosed() && !socket.writeQueueFull()) {
            settle();
        }
    }

    private void settle() {
        List<Runnable> taken = owed;
        owed = new ArrayList<>();
        taken.forEach(Runnable::run);
    }
}
