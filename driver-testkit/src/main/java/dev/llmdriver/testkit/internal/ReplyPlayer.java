package dev.llmdriver.testkit.internal;

import dev.llmdriver.testkit.internal.Exchanges.End;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Iterator;

/** Plays one reply into a socket, at the client's pace. Everything runs on the event loop of the connection. */
final class ReplyPlayer {
    private static final int WRITES_PER_TURN = 32;

    private final NetSocket socket;
    private final Context context;
    private final Exchanges exchanges;
    private final Exchanges.EndListener listener;
    private final Iterator<Step> steps;
    private final Runnable completed;
    private Future<Void> lastWrite = Future.succeededFuture();
    private long bytes;
    private boolean blocked;
    private boolean over;

    /** @param completed runs when the whole reply has been sent, and not when the script breaks it off */
    ReplyPlayer(
            NetSocket socket, Context context, Exchanges exchanges, Exchanges.Answering answering, Runnable completed) {
        this.socket = socket;
        this.context = context;
        this.exchanges = exchanges;
        this.listener = answering.listener();
        this.steps = ReplyScript.of(answering.plan());
        this.completed = completed;
    }

    /** Sends until the script waits or ends, the client does not keep up, or other connections deserve a turn. */
    void play() {
        setBlocked(false);
        for (int writes = 0; !over; ) {
            if (socket.writeQueueFull()) {
                setBlocked(true);
                socket.drainHandler(ready -> play());
                return;
            }
            if (writes == WRITES_PER_TURN) {
                context.runOnContext(turn -> play());
                return;
            }
            if (!steps.hasNext()) {
                lastWrite.onSuccess(sent -> finish());
                return;
            }
            Step step = steps.next();
            if (step instanceof Step.Bytes data) {
                write(data.bytes());
                writes++;
            } else if (obey(step)) {
                return;
            }
        }
    }

    /** The connection is gone: nothing more can be sent. */
    void gone(End end) {
        setBlocked(false);
        end(end);
    }

    private void write(byte[] data) {
        lastWrite = socket.write(Buffer.buffer(data)).onSuccess(sent -> {
            bytes += data.length;
            exchanges.written(data.length);
        });
    }

    /** {@return whether playing pauses or ends here} */
    private boolean obey(Step step) {
        if (step instanceof Step.Wait wait) {
            if (wait.time().toMillis() > 0) {
                context.owner().setTimer(wait.time().toMillis(), woken -> context.runOnContext(turn -> play()));
                return true;
            }
        } else if (step instanceof Step.Stop stop) {
            stop(stop);
            return true;
        }
        return false;
    }

    private void stop(Step.Stop stop) {
        if (stop != Step.Stop.STALL) {
            lastWrite.onComplete(sent -> {
                end(End.BROKEN_OFF);
                Sockets.close(socket, stop == Step.Stop.RESET);
            });
        }
    }

    private void finish() {
        if (!over) {
            end(End.COMPLETE);
            completed.run();
        }
    }

    private void end(End end) {
        if (!over) {
            over = true;
            listener.ended(end, bytes);
        }
    }

    private void setBlocked(boolean now) {
        if (blocked != now) {
            blocked = now;
            exchanges.blocked(now);
        }
    }
}
