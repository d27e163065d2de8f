package dev.llmdriver.benchmarks.harness;

import dev.llmdriver.benchmarks.Sink;
import dev.llmdriver.benchmarks.Wall;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Many streams, begun one after the other and open at once. The text of each token is the server's clock when it was written, so that
 * the callback knows how late it is.
 */
final class Crowd {
    private static final int DELAY_MILLIS = 50;
    /** A blank, a letter and the clock in 16 hexadecimal digits. */
    private static final int STAMP = 18;

    private final Run run;
    private final int streams;
    private final int ramp;
    private final int tokens;
    private final Lateness lateness = new Lateness();
    private final AtomicInteger good = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicLong slowestFirst = new AtomicLong();
    private final AtomicReference<String> sample = new AtomicReference<>();

    Crowd(Run run) {
        this.run = run;
        streams = run.setup().concurrency();
        ramp = Math.max(1000, streams); // a stream a millisecond, where there are many
        tokens = run.arguments().number("tokens", 200) + (ramp - 1000) / DELAY_MILLIS; // all are open at once for long
    }

    private long idealMillis() {
        return ramp + (long) tokens * DELAY_MILLIS;
    }

    /** {@return whether all have ended in time} */
    boolean run() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(streams);
        start(Wall.now(), end);
        return end.await(idealMillis() * 3 + 10_000, TimeUnit.MILLISECONDS);
    }

    void report(Row row, Meter.Used used) {
        row.put("streams", streams).put("idealMs", idealMillis()).put("tokens", lateness.count());
        row.outcome(good.get(), ended.get() - good.get(), streams - ended.get(), sample.get());
        row.put("p50Ms", lateness.millis(0.5))
                .put("p99Ms", lateness.millis(0.99))
                .put("maxMs", lateness.millis(1));
        row.put("firstMaxMs", slowestFirst.get() / 1e6);
        row.put("cpuUsPerToken", used.cpuMicrosPer(Math.max(1, lateness.count())));
        row.put("allocPerToken", used.bytesPer(Math.max(1, lateness.count())));
    }

    private void start(long begin, CountDownLatch end) {
        String model = run.arguments().text("prefix", "") + "bench-" + tokens + "-" + DELAY_MILLIS + "-ts";
        for (int i = 0; i < streams; i++) {
            long due = begin + (long) i * ramp * 1_000_000L / streams;
            for (long wait = due - Wall.now(); wait > 0; wait = due - Wall.now()) {
                LockSupport.parkNanos(wait);
            }
            Requests.startStream(run.client(), model, new Stamped(end));
        }
    }

    /** One of the streams. */
    private final class Stamped implements Sink {
        private final long begun = Wall.now();
        private final CountDownLatch end;
        private int pieces;
        private boolean bad;

        Stamped(CountDownLatch end) {
            this.end = end;
        }

        @Override
        public void text(String delta) {
            long now = Wall.now();
            bad |= delta.length() % STAMP != 0;
            for (int at = 0; at < delta.length() && !bad; at += STAMP) {
                lateness.add(now - Long.parseLong(delta, at + 2, at + STAMP, 16));
                if (pieces++ == 0) {
                    slowestFirst.accumulateAndGet(now - begun, Math::max);
                }
            }
        }

        @Override
        public void done() {
            if (pieces == tokens && !bad) {
                good.incrementAndGet();
            } else {
                sample.compareAndSet(
                        null, pieces + " of " + tokens + " pieces" + (bad ? ", some with a wrong text" : ""));
            }
            end();
        }

        @Override
        public void fail(Throwable cause) {
            if (sample.compareAndSet(null, String.valueOf(cause))) {
                cause.printStackTrace();
            }
            end();
        }

        private void end() {
            ended.incrementAndGet();
            end.countDown();
        }
    }
}
