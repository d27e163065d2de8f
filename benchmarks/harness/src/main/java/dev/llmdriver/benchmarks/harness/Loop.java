package dev.llmdriver.benchmarks.harness;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Sink;
import dev.llmdriver.benchmarks.Tokens;
import dev.llmdriver.benchmarks.Wall;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** Keeps so many requests in flight until told to stop, and checks the text of each. */
final class Loop {
    private final Client client;
    private final boolean stream;
    private final boolean blocking;
    private final int tokens;
    private final int width;
    private final String model;
    private final long[] expectedHashes;
    private final AtomicLong good = new AtomicLong();
    private final AtomicLong pieces = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<String> sample = new AtomicReference<>();
    private final LongConsumer took;
    private volatile long deadline;
    private volatile CountDownLatch idle = new CountDownLatch(0);

    Loop(Client client, boolean stream, int tokens, int width) {
        this(client, stream, tokens, width, "", nanos -> {});
    }

    /**
     * Knows how long each request took.
     *
     * @param prefix what a gateway wants before the name of a model
     * @param took is told the nanoseconds of every request that ended well
     */
    Loop(Client client, boolean stream, int tokens, int width, String prefix, LongConsumer took) {
        this.client = client;
        this.took = took;
        this.stream = stream;
        this.blocking = stream ? client.blockingStream() : client.blockingCall();
        this.tokens = tokens;
        this.width = width;
        this.model = prefix + "bench-" + tokens + "-0";
        this.expectedHashes = IntStream.range(0, stream ? 1 : Tokens.VARIANTS)
                .mapToLong(variant -> Tokens.hash(Tokens.hash(), Tokens.text(tokens, variant)))
                .toArray();
    }

    boolean isStream() {
        return stream;
    }

    int tokens() {
        return tokens;
    }

    long good() {
        return good.get();
    }

    long pieces() {
        return pieces.get();
    }

    void verify() throws Exception {
        Answer.verify(client, stream, model, tokens);
    }

    void reset() {
        good.set(0);
        pieces.set(0);
        wrong.set(0);
        failed.set(0);
    }

    void outcome(Row row) {
        row.outcome(good.get(), wrong.get(), failed.get(), sample.get());
    }

    void run(long millis) throws InterruptedException {
        idle = new CountDownLatch(width);
        deadline = Wall.now() + millis * 1_000_000;
        for (int i = 0; i < width; i++) {
            Check check = new Check();
            if (blocking) {
                Requests.daemon("bench-" + i, () -> {
                    while (Wall.now() < deadline) {
                        one(check);
                    }
                    idle.countDown();
                });
            } else {
                one(check);
            }
        }
        if (!idle.await(millis + 60_000, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(idle.getCount() + " of " + width + " requests never ended");
        }
    }

    /** Until the compiler has next to nothing left to do, {@code quiet} times on end, or the time is over. */
    long runUntilCompiled(long millis, int quiet) throws InterruptedException {
        long start = Wall.now();
        long compiled;
        int quietSoFar = 0;
        do {
            compiled = Jvm.compileMillis();
            run(1000);
            compiled = Jvm.compileMillis() - compiled;
            quietSoFar = compiled < 60 ? quietSoFar + 1 : 0;
        } while (quietSoFar < quiet && Wall.millisSince(start) < millis);
        return compiled;
    }

    private void one(Check check) {
        check.reset();
        try {
            if (stream) {
                client.stream(model, Requests.PROMPT, check);
            } else {
                client.call(model, Requests.PROMPT, check);
            }
        } catch (Throwable e) { // also a class that a library misses
            check.fail(e);
        }
    }

    private void next(Check check) {
        if (blocking) {
            return; // its thread goes on
        }
        if (Wall.now() < deadline) {
            one(check);
        } else {
            idle.countDown();
        }
    }

    private boolean isExpected(long hash) {
        for (long expected : expectedHashes) {
            if (hash == expected) {
                return true;
            }
        }
        return false;
    }

    /** Checks what one request delivers. */
    private final class Check implements Sink {
        private long hash;
        private long chars;
        private int count;
        private long begun;

        void reset() {
            begun = Wall.now();
            hash = Tokens.hash();
            chars = 0;
            count = 0;
        }

        @Override
        public void text(String delta) {
            hash = Tokens.hash(hash, delta);
            chars += delta.length();
            count++;
        }

        @Override
        public void done() {
            if (isExpected(hash)) {
                took.accept(Wall.now() - begun);
                good.incrementAndGet();
                pieces.addAndGet(count);
            } else {
                wrong.incrementAndGet();
                sample.compareAndSet(null, "wrong text of " + chars + " characters in " + count + " pieces");
            }
            next(this);
        }

        @Override
        public void fail(Throwable cause) {
            failed.incrementAndGet();
            if (sample.compareAndSet(null, String.valueOf(cause))) {
                cause.printStackTrace();
            }
            Jvm.sleep(20);
            next(this);
        }
    }
}
