package dev.llmdriver.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.soak.leak.Await;
import dev.llmdriver.soak.leak.Buffers;
import dev.llmdriver.soak.leak.LiveHeap;
import dev.llmdriver.soak.leak.LiveThreads;
import dev.llmdriver.soak.leak.Remains;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * Many calls against servers with every fault, by callers with every whim; afterwards nothing is left of them. Two short laps warm up;
 * what they leave, such as constants, is what later laps may leave. However slow the machine, as many calls follow as one of these had.
 */
class SoakTest {
    private static final int WARM_UP_LAPS = 2;
    /** What compilers and class loading may add to the heap; a leak of one kilobyte a call would show. */
    private static final long HEAP_SLACK = 1024 * 1024;

    /** Held, because the JDK forgets the settings of loggers that nobody holds. */
    private static final Logger LOG = Logger.getLogger("dev.llmdriver");

    private final Settings settings = Settings.read();
    private final AtomicLong numbers = new AtomicLong();
    private final Summary summary = new Summary();

    static {
        Buffers.install();
    }

    @Test
    void nothingIsLeftBehind() {
        LOG.setLevel(Level.OFF); // subscribers that throw are told of, and there are many
        long end = System.nanoTime() + settings.time().toNanos();
        int warm = Math.max(1, settings.lap() / 4);
        for (int lap = 0; lap < WARM_UP_LAPS; lap++) {
            lap(warm, lap, () -> true);
        }
        long warmedUp = summary.operations();
        BooleanSupplier goesOn = () -> System.nanoTime() < end || summary.operations() < warmedUp + warm;
        Remains before = Remains.look();
        long heap = LiveHeap.bytes();
        int lap = WARM_UP_LAPS;
        do {
            lap(settings.lap(), lap++, goesOn);
        } while (goesOn.getAsBoolean() && numbers.get() < settings.operations());
        assertThat(summary.operations() - warmedUp)
                .as("calls after the %s that warm up, or nothing is shown: raise soak.operations", warmedUp)
                .isGreaterThanOrEqualTo(warm);
        Await.until(
                "nothing to be left",
                () -> Remains.look().leaksSince(before).isEmpty(),
                () -> Remains.look().leaksSince(before));
        long after = LiveHeap.bytes();
        System.out.println(
                "soak, seed " + settings.seed() + ": " + summary + "; heap " + heap + " -> " + after + "; leaks: none");
        assertThat(after - heap).as("growth of the heap").isLessThan(HEAP_SLACK);
    }

    private void lap(int operations, int lap, BooleanSupplier goesOn) {
        long most = Math.min(numbers.get() + operations, settings.operations());
        try (Lap running = new Lap(settings, lap % 2 == 1)) {
            running.run(numbers, most, goesOn, summary);
            running.checkRest(summary);
        }
        numbers.set(most);
        LiveThreads.awaitNone(name -> name.startsWith("vert.x"));
        assertThat(Buffers.reports()).as("buffers that nobody released").isEmpty();
    }
}
