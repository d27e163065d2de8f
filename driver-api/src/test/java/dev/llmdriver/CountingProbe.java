package dev.llmdriver;

import dev.llmdriver.testing.Probe;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts events instead of keeping them, and asks for three at a time. */
final class CountingProbe extends Probe {
    private final AtomicInteger count;

    CountingProbe(AtomicInteger count) {
        super(3);
        this.count = count;
    }

    @Override
    protected void onEvent(ChatEvent event) {
        if (count.incrementAndGet() % 3 == 0) {
            subscription().request(3);
        }
    }

    @Override
    public List<String> heard() {
        throw new UnsupportedOperationException("counts only");
    }
}
