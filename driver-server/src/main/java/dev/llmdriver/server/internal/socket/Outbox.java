package dev.llmdriver.server.internal.socket;

import dev.llmdriver.server.internal.http.Room;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * What is on its way to one page. Frames that are written on any thread go out on the connection's event loop, in their order; when
 * they went, and the connection takes more, their writers hear of it. So what is held here is bounded by what was asked for. Replies
 * are not asked for so: they are counted, and long ones have a share of the room that all requests have. A page that has many things told
 * and reads nothing is cut off.
 */
final class Outbox {
    private static final int MOST_REPLIES = 64;
    /** What has no share: a refusal for want of room must find some. */
    private static final int SHORT = 1024;

    private final Context loop;
    private final ServerWebSocket socket;
    private final Room.Share share;
    private final Runnable overloaded;
    /** Guarded by itself, as are the next four. */
    private final List<Entry> pending = new ArrayList<>();

    private boolean scheduled;
    private int replies;
    private long size;
    private boolean closed;
    /** Of the event loop alone. */
    private List<Runnable> owed = new ArrayList<>();

    private record Entry(String frame, Runnable taken) {}

    /**
     * Sends nothing yet.
     *
     * @param overloaded told, on the event loop, when a reply has no place any more
     */
    Outbox(Context loop, ServerWebSocket socket, Room room, Runnable overloaded) {
        this.loop = loop;
        this.socket = socket;
        this.share = room.share();
        this.overloaded = overloaded;
        socket.drainHandler(taking -> settle());
    }

    /** Sends the reply to a message of the page, or the end of an answer: whatever comes once for each message. */
    void reply(String frame) {
        long weight = frame.length() > SHORT ? frame.length() : 0;
        if (hasPlace(weight)) {
            send(frame, () -> replied(weight));
        } else {
            loop.runOnContext(now -> overload());
        }
    }

    private void overload() {
        synchronized (pending) {
            if (closed) { // nobody hears a reply any more, nor why there is none
                return;
            }
        }
        overloaded.run();
    }

    private boolean hasPlace(long weight) {
        synchronized (pending) {
            boolean place = !closed && replies < MOST_REPLIES && share.reach(size + weight);
            if (place) {
                replies++;
                size += weight;
            }
            return place;
        }
    }

    private void replied(long weight) {
        synchronized (pending) {
            replies--;
            size -= weight;
            boolean ignored = closed || share.reach(size);
        }
    }

    /** The connection has closed, or the server says farewell: what waits is dropped, as nothing may follow. */
    void close() {
        synchronized (pending) {
            closed = true;
            share.close();
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
            batch = closed ? List.of() : List.copyOf(pending);
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
