package dev.llmdriver.resilience;

import dev.llmdriver.resilience.internal.InProcessLimitStore;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is taken of limits. In one process the counts are in memory; a fleet puts them where all its processes see them. The
 * store decides alone what there is, and tells the time by itself, so that processes need not agree on it; who waits, and in what
 * order, is decided in each process. Thread-safe; never blocks. A stage that fails means that the store is out of order, and refuses
 * the call; so does one that takes longer than 10 s where calls wait in line for a limit.
 */
public interface LimitStore {
    /**
     * Creates a store in memory.
     *
     * @param clock tells which window it is
     * @return a store in which nothing was taken
     */
    static LimitStore inProcess(Scheduler clock) {
        return new InProcessLimitStore(clock);
    }

    /**
     * Takes all the shares, or nothing: no other taker ever sees some of them taken. What is taken never adds up to more than a limit.
     *
     * @param shares of different limits, each zero or more and at most what a window holds
     * @return the reservation, or how long to wait for it at the least
     */
    CompletionStage<Verdict> take(List<Share> shares);

    /**
     * Foresees when shares could be taken if nobody else took any. Takes nothing.
     *
     * @param shares of different limits; may be more than a window holds
     * @return how long that is, at the least; zero if they are there
     */
    CompletionStage<Wait> foresee(List<Share> shares);

    /**
     * Lets nothing be taken of limits for a time: the provider said so. A longer time that was named before stays.
     *
     * @param limits whose windows are closed
     * @param time from now
     * @return when it was done
     */
    CompletionStage<Void> close(List<Limit> limits, Duration time);

    /**
     * {@return what can be taken of a limit, as far as is known here without asking; below zero if more was used than reserved}
     *
     * @param limit never seen before means that nothing was taken
     */
    long remaining(Limit limit);

    /**
     * A part of a limit.
     *
     * @param limit of what
     * @param amount how much, in the limit's unit
     */
    record Share(Limit limit, long amount) {}

    /** What a store says to who wants to take. */
    sealed interface Verdict permits Reservation, Wait {}

    /** What was taken. */
    non-sealed interface Reservation extends Verdict {
        /**
         * Books what was used instead of what was taken. Less is given back to the windows it was taken from, unless they are over;
         * more is taken without asking, and what a window cannot give is the debt of the next. Only the first call counts.
         *
         * @param used the same limits in the same order
         * @return when it was done
         */
        CompletionStage<Void> settle(List<Share> used);
    }

    /** That it is not there now. Immutable. */
    final class Wait implements Verdict {
        private final Limit limit;
        private final @Nullable Duration time;

        private Wait(Limit limit, @Nullable Duration time) {
            this.limit = Objects.requireNonNull(limit, "limit");
            this.time = time;
        }

        /**
         * Says when it will be there.
         *
         * @param limit the limit that has it last
         * @param time from now
         * @return the verdict
         */
        public static Wait of(Limit limit, Duration time) {
            return new Wait(limit, Objects.requireNonNull(time, "time"));
        }

        /** {@return the verdict that no window to come of this limit will have it} */
        public static Wait never(Limit limit) {
            return new Wait(limit, null);
        }

        /** {@return the limit that has it last} */
        public Limit limit() {
            return limit;
        }

        /** {@return the time from now; empty if no window to come will have it} */
        public Optional<Duration> time() {
            return Optional.ofNullable(time);
        }

        @Override
        public String toString() {
            return "Wait[" + limit + ", " + time + "]";
        }
    }
}
