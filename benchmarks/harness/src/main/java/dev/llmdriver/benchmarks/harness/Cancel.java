package dev.llmdriver.benchmarks.harness;

import dev.llmdriver.benchmarks.Sink;
import dev.llmdriver.benchmarks.Wall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Cancels a stream that is busy and one that has fallen silent: is the connection closed, and when? Several times, and the middle
 * counts: the first time both the client and this class load code on the one core, which says little of either.
 */
final class Cancel implements Run.Workload {
    private static final int TIMES = 5;

    @Override
    public void measure(Run run, Row row) throws Exception {
        Loop warm = new Loop(run.client(), true, 100, 1);
        warm.run(run.arguments().number("warmup", 2000));
        several(run, row, "busy", "bench-endless-10", 0); // a chunk every 10 ms, cancelled right after the 10th
        several(run, row, "idle", "bench-10-5-stall", 300); // silent after 10 chunks, cancelled 300 ms later
        row.outcome(1, 0, 0, null);
        try {
            warm.verify();
            row.put("usableAfter", 1);
        } catch (IllegalStateException e) {
            row.put("usableAfter", 0).put("sample", String.valueOf(e));
        }
    }

    private static void several(Run run, Row row, String name, String model, long silenceMillis) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            double closed = one(run, row, name, model, silenceMillis);
            if (Double.isNaN(closed)) {
                return; // and so would be the others
            }
            millis.add(closed);
        }
        row.put(name + "FirstMs", millis.get(0));
        Collections.sort(millis);
        row.put(name + "Ms", millis.get(TIMES / 2));
    }

    /** {@return how long it took; not a number if the connection stayed open} */
    private static double one(Run run, Row row, String name, String model, long silenceMillis) throws Exception {
        String tag = name + Wall.now();
        Cancelled stream = new Cancelled();
        Requests.daemon("bench-" + name, () -> Requests.startStream(run.client(), model + "-t" + tag, stream));
        if (!stream.tenPieces.await(5, TimeUnit.SECONDS) && stream.pieces.get() == 0) {
            row.put(name + "How", "no chunk came");
            return Double.NaN;
        }
        row.put(name + "Pieces", stream.pieces.get()); // fewer than 10: the library holds back what it has
        Jvm.sleep(silenceMillis);
        Runnable cancel = stream.cancel.get();
        if (cancel == null) {
            row.put(name + "How", "no cancel in the API");
            return Double.NaN;
        }
        long before = stream.pieces.get();
        long start = Wall.now();
        int limitMillis = run.arguments().number("limit", 10) * 1000;
        Requests.daemon("bench-cancel", cancel).join(limitMillis); // it may block
        row.put(name + "ReturnMs", Wall.millisSince(start));
        long closed = closedAt(run, tag, limitMillis);
        double millis = closed > 0 ? (closed - start) / 1e6 : Double.NaN;
        row.put(name + "Closed", closed > 0 ? 1 : 0).put(name + "Ms", millis);
        stream.end.await(200, TimeUnit.MILLISECONDS);
        row.put(name + "PiecesAfter", stream.pieces.get() - before);
        row.put(name + "How", stream.how.get()).put(name + "Ends", stream.ends.get());
        row.put(name + "EndMs", stream.endAt > 0 ? (stream.endAt - start) / 1e6 : Double.NaN);
        return millis;
    }

    /** When the server saw the connection closed, 0 where it did not in time. */
    private static long closedAt(Run run, String tag, int limitMillis) throws IOException {
        long start = Wall.now();
        while (Wall.millisSince(start) < limitMillis) {
            long closed = ServerStatistics.of(run.setup(), tag).number("closedNs");
            if (closed > 0) {
                return closed;
            }
            Jvm.sleep(5);
        }
        return 0;
    }

    private static final class Cancelled implements Sink {
        private final AtomicReference<Runnable> cancel = new AtomicReference<>();
        private final CountDownLatch tenPieces = new CountDownLatch(10);
        private final CountDownLatch end = new CountDownLatch(1);
        private final AtomicLong pieces = new AtomicLong();
        private final AtomicInteger ends = new AtomicInteger();
        private final AtomicReference<String> how = new AtomicReference<>("nothing");
        private volatile long endAt;

        @Override
        public void text(String delta) {
            if (!delta.isEmpty()) {
                pieces.incrementAndGet();
                tenPieces.countDown();
            }
        }

        @Override
        public void done() {
            end("done");
        }

        @Override
        public void fail(Throwable cause) {
            end("fail " + cause.getClass().getSimpleName());
        }

        @Override
        public void cancelBy(Runnable how) {
            cancel.compareAndSet(null, how);
        }

        private void end(String signal) {
            endAt = Wall.now();
            how.set(signal);
            ends.incrementAndGet();
            end.countDown();
        }
    }
}
