package dev.llmdriver.benchmarks.harness;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Sink;
import dev.llmdriver.benchmarks.Tokens;
import dev.llmdriver.benchmarks.Wall;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A long answer and a consumer that is slow for a while: it sleeps in the callback or, on demand, asks for one text
 * every millisecond from another thread. How much does the library take in meanwhile?
 */
final class SlowReader implements Run.Workload {
    private static final int TOKENS = 200_000;

    private final boolean onDemand;
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicLong peakHeap = new AtomicLong();

    SlowReader(boolean onDemand) {
        this.onDemand = onDemand;
    }

    @Override
    public void measure(Run run, Row row) throws Exception {
        int slowMillis = run.arguments().number("slowMs", 3000);
        new Loop(run.client(), true, 500, 1).run(run.arguments().number("warmup", 3000));
        Jvm.sleep(200);
        double heap = Jvm.liveHeapMebibytes();
        long start = Wall.now();
        Slow reader = new Slow(start + slowMillis * 1_000_000L);
        Requests.daemon("bench-heap", this::watchHeap);
        String tag = "slow" + start;
        if (!start(run.client(), "bench-" + TOKENS + "-0-t" + tag, reader)) {
            row.put("unsupported", "no demand in the API").outcome(0, 0, 0, null);
            end.countDown();
            return;
        }
        Jvm.sleep(slowMillis - 300);
        row.put("piecesWhenSampled", reader.pieces);
        ServerStatistics sent = ServerStatistics.of(run.setup(), tag);
        row.put("serverMiBThen", sent.number("bytes") / 1048576.0)
                .put("serverDoneThen", sent.number("endNs") > 0 ? 1 : 0);
        row.put("liveHeapGrowthMiB", Jvm.liveHeapMebibytes() - heap);
        boolean over = end.await(60, TimeUnit.SECONDS);
        row.put("wallMs", Wall.millisSince(start)).put("peakUsedHeapMiB", peakHeap.get() / 1048576.0);
        row.put("rssPeakMiB", Proc.mebibytes("VmHWM")).put("peakThreads", Jvm.THREADS.getPeakThreadCount());
        row.put("liveHeapAfterMiB", Jvm.liveHeapMebibytes());
        reader.outcome(over, row);
    }

    /** False where the library has no demand. */
    private boolean start(Client client, String model, Slow reader) throws Exception {
        if (!onDemand) {
            Requests.startStream(client, model, reader);
            return true;
        }
        Optional<Client.Demand> demand = client.streamOnDemand(model, Requests.PROMPT, reader);
        demand.ifPresent(ask -> Requests.daemon("bench-demand", () -> {
            while (Wall.now() < reader.slowUntil) {
                ask.request(1);
                Jvm.sleep(1);
            }
            ask.request(Long.MAX_VALUE);
        }));
        return demand.isPresent();
    }

    private void watchHeap() {
        while (end.getCount() > 0) {
            peakHeap.accumulateAndGet(Jvm.usedHeap(), Math::max);
            Jvm.sleep(20);
        }
    }

    private final class Slow implements Sink {
        private final long slowUntil;
        private volatile long pieces;
        private long hash = Tokens.hash();
        private long outOfPlace;
        private @Nullable String firstOutOfPlace;
        private volatile @Nullable Throwable failure;

        Slow(long slowUntil) {
            this.slowUntil = slowUntil;
        }

        @Override
        public void text(String delta) {
            if (!onDemand && Wall.now() < slowUntil) {
                Jvm.sleep(1);
            }
            hash = Tokens.hash(hash, delta);
            long place = pieces;
            if (!delta.equals(Tokens.at(place)) && outOfPlace++ == 0) {
                firstOutOfPlace = place + ": " + delta + " for " + Tokens.at(place);
            }
            pieces = place + 1; // texts come one at a time; the other thread only reads
        }

        @Override
        public void done() {
            end.countDown();
        }

        @Override
        public void fail(Throwable cause) {
            failure = cause;
            end.countDown();
        }

        void outcome(boolean over, Row row) {
            boolean failed = failure != null || !over;
            boolean right = !failed && hash == Tokens.hash(Tokens.hash(), Tokens.text(TOKENS));
            row.outcome(
                    right ? 1 : 0,
                    right || failed ? 0 : 1,
                    failed ? 1 : 0,
                    failure != null
                            ? failure.toString()
                            : !over ? "the stream never ended" : right ? null : firstOutOfPlace);
            row.put("pieces", pieces).put("outOfPlace", outOfPlace);
        }
    }
}
