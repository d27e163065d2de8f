package dev.llmdriver.server.internal.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * An answer of server-sent events. What is written on any one thread goes out on the connection's event loop, all that has come
 * meanwhile at once; when it went, and the connection takes more, its writer hears how many may follow. So what is held here is
 * bounded by what was asked for. The head goes out with the first event, so what goes wrong before is an answer of its own, with its
 * status. Of several ends the first counts.
 */
public final class EventStream {
    private final Context loop;
    private final RoutingContext context;
    private final HttpServerResponse response;
    private final LongConsumer demand;
    /** Guarded by itself, as are the next four. */
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    private long events;
    private boolean scheduled;
    private boolean begun;
    private boolean last;
    /** Of the event loop alone: what was written while the connection took no more. */
    private long owed;

    /**
     * Writes nothing yet.
     *
     * @param loop the connection's
     * @param context where to write, or to fail
     * @param demand told how many more events may come
     */
    public EventStream(Context loop, RoutingContext context, LongConsumer demand) {
        this.loop = loop;
        this.context = context;
        this.response = context.response();
        this.demand = demand;
    }

    /** Writes the frames that became of one event of the source. */
    public void write(ByteArrayOutputStream frames) {
        add(frames, false);
    }

    /** Writes the last frames, and ends the answer. */
    public void end(ByteArrayOutputStream frames) {
        add(frames, true);
    }

    /** Ends with what went wrong: by a last event after others, else by failing the request. */
    public void fail(Throwable failure, Supplier<ByteArrayOutputStream> frames) {
        if (endsUnbegun()) {
            loop.runOnContext(now -> context.fail(failure));
        } else {
            end(frames.get());
        }
    }

    /** {@return whether it ends here without an event; asked and done in one step, for another thread may be about to write the first} */
    private boolean endsUnbegun() {
        synchronized (pending) {
            boolean unbegun = !begun && !last;
            last = last || unbegun;
            return unbegun;
        }
    }

    /** {@return whether something was written} */
    public boolean hasBegun() {
        synchronized (pending) {
            return begun;
        }
    }

    private void add(ByteArrayOutputStream frames, boolean isLast) {
        synchronized (pending) {
            if (last) {
                return;
            }
            begun = true;
            pending.writeBytes(frames.toByteArray());
            events++;
            last = isLast;
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        loop.runOnContext(now -> flush());
    }

    private void flush() {
        Buffer bytes;
        long written;
        boolean isLast;
        synchronized (pending) {
            bytes = Buffer.buffer(pending.toByteArray());
            pending.reset();
            written = events;
            events = 0;
            scheduled = false;
            isLast = last;
        }
        if (!response.closed() && !response.ended()) {
            send(bytes, written, isLast);
        }
    }

    private void send(Buffer bytes, long written, boolean isLast) {
        if (!response.headWritten()) {
            head();
        }
        if (isLast) {
            response.end(bytes);
            endConnection();
            return;
        }
        response.write(bytes);
        owed += written;
        if (response.writeQueueFull()) {
            response.drainHandler(taken -> ask());
        } else {
            ask();
        }
    }

    /** HTTP/1.0 knows no chunks: there the connection's end is the answer's, even where the client wants to keep the connection. */
    private void endConnection() {
        if (context.request().version() == HttpVersion.HTTP_1_0) {
            context.request().connection().close(); // once what was written has been taken
        }
    }

    private void ask() {
        long more = owed;
        owed = 0;
        if (more > 0) {
            demand.accept(more);
        }
    }

    private void head() {
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-cache")
                .putHeader("X-Accel-Buffering", "no"); // a proxy before us would collect the events otherwise
    }
}
