package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.ChatEvent.Waiting;
import dev.llmdriver.spi.Attribute;
import dev.llmdriver.spi.Scheduler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The waits of one operation: each begins when it is told of, and ends when the next begins, a request is sent, or the operation is
 * over. Thread-safe.
 */
final class Waits implements Consumer<Waiting> {
    /** By which the place next to the driver tells that a request is sent. */
    static final Attribute<Waits> KEY = Attribute.named("micrometer-waits");

    private final Series series;
    private final Scheduler clock;
    private final AtomicReference<@Nullable Open> open = new AtomicReference<>();

    Waits(Series series, Scheduler clock) {
        this.series = series;
        this.clock = clock;
    }

    private record Open(WaitReason reason, long since) {}

    @Override
    public void accept(Waiting event) {
        record(open.getAndSet(new Open(event.reason(), clock.nanoTime())));
    }

    void end() {
        if (open.get() != null) {
            record(open.getAndSet(null));
        }
    }

    private void record(@Nullable Open wait) {
        if (wait != null) {
            series.wait(wait.reason()).record(clock.nanoTime() - wait.since(), TimeUnit.NANOSECONDS);
        }
    }
}
