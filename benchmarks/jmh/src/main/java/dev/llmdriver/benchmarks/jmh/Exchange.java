package dev.llmdriver.benchmarks.jmh;

import dev.llmdriver.benchmarks.Sink;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One answer that is waited for. */
final class Exchange implements Sink {
    private final CountDownLatch end = new CountDownLatch(1);
    private int characters;
    private Throwable failure;

    /** Waits for the end and returns how many characters came. */
    int await() throws InterruptedException {
        if (!end.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no end within 30 s");
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        return characters;
    }

    @Override
    public void text(String delta) {
        characters += delta.length();
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
}
