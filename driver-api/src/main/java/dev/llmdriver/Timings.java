package dev.llmdriver;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long a call took. Immutable. */
public final class Timings {
    private final Duration total;
    private final @Nullable Duration firstContent;

    private Timings(Duration total, @Nullable Duration firstContent) {
        this.total = Objects.requireNonNull(total, "total");
        this.firstContent = firstContent;
    }

    /**
     * Creates the timings of a call without a stream.
     *
     * @param total from the call's start to its end, waits included
     * @return the timings
     */
    public static Timings of(Duration total) {
        return new Timings(total, null);
    }

    /**
     * Adds when the first content of a stream came.
     *
     * @param firstContent from the call's start
     * @return a copy with it
     */
    public Timings withFirstContent(Duration firstContent) {
        return new Timings(total, firstContent);
    }

    /** {@return from the call's start to its end, waits included} */
    public Duration total() {
        return total;
    }

    /** {@return from the call's start to the first content; empty for calls without a stream} */
    public Optional<Duration> firstContent() {
        return Optional.ofNullable(firstContent);
    }

    @Override
    public String toString() {
        return "Timings[total=" + total + ", firstContent=" + firstContent + "]";
    }
}
