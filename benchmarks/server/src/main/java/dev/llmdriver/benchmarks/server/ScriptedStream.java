package dev.llmdriver.benchmarks.server;

import dev.llmdriver.benchmarks.Wall;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One streamed answer. Everything happens on the channel's event loop. */
final class ScriptedStream {
    private final Channel channel;
    private final Payloads payloads;
    private final Script script;
    private final boolean usage;
    private final long startedAt = Wall.now();
    private long written;
    private long bytes;
    private long endedAt;
    private long closedAt;
    private boolean over;
    private @Nullable ScheduledFuture<?> timer;

    ScriptedStream(Channel channel, Payloads payloads, Script script, boolean usage) {
        this.channel = channel;
        this.payloads = payloads;
        this.script = script;
        this.usage = usage;
    }

    void start() {
        write(payloads.streamHead());
        if (script.delayMillis() > 0) {
            channel.flush();
            long micros = script.delayMillis() * 1000;
            timer = channel.eventLoop().scheduleAtFixedRate(this::tick, micros, micros, TimeUnit.MICROSECONDS);
        } else {
            pump();
        }
    }

    /** The channel takes more, or takes no more. */
    void writabilityChanged() {
        if (channel.isWritable() && script.delayMillis() == 0) {
            pump();
        }
    }

    /** The connection is gone. */
    void closed() {
        if (closedAt == 0) {
            closedAt = Wall.now();
        }
        over = true;
        stopTimer();
    }

    String statistics() {
        return "{\"found\":1,\"chunks\":" + written + ",\"bytes\":" + bytes + ",\"startNs\":" + startedAt
                + ",\"endNs\":" + endedAt + ",\"closedNs\":" + closedAt + "}";
    }

    private void tick() {
        if (!over) {
            writeChunks(1);
            finishIfWritten();
            channel.flush();
        }
    }

    /** Unpaced: writes while the channel takes it. */
    private void pump() {
        if (over) {
            return;
        }
        while (written < script.tokens() && channel.isWritable()) {
            writeChunks(script.pack());
            if (written < script.tokens()) {
                channel.flush();
            }
        }
        finishIfWritten();
        channel.flush();
    }

    private void writeChunks(int wanted) {
        int place = (int) (written % Payloads.CYCLE);
        int count = (int) Math.min(Math.min(wanted, Payloads.CYCLE - place), script.tokens() - written);
        if (script.stamped()) {
            write(payloads.stamped(channel.alloc()));
            written++;
        } else if (count > 0) {
            write(payloads.chunks(place, count));
            written += count;
        }
    }

    private void finishIfWritten() {
        if (written < script.tokens()) {
            return;
        }
        stopTimer();
        if (!script.stall()) {
            write(payloads.tail((int) script.tokens(), usage));
            endedAt = Wall.now();
            over = true;
        }
    }

    private void write(ByteBuf data) {
        bytes += data.readableBytes();
        channel.write(data, channel.voidPromise());
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
