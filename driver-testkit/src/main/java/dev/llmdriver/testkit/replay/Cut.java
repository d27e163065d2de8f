package dev.llmdriver.testkit.replay;

import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.Reply;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of an answer travel.
 *
 * @param seed of the places where they are cut; null sends them as they were recorded
 */
public record Cut(@Nullable Long seed) {
    /** As recorded. */
    public static final Cut NONE = new Cut(null);

    /** {@return none, and some with seeds that the system property {@code replay.seed} repeats; without it they are new each time} */
    public static List<Cut> noneAndRandom(int random) {
        Random seeds = new Random(runSeed());
        return Stream.concat(
                        Stream.of(NONE),
                        Stream.generate(() -> new Cut((long) seeds.nextInt(1 << 30)))
                                .limit(random))
                .toList();
    }

    /** {@return the seed of this run, the same for the life of the process} */
    public static long runSeed() {
        return Run.SEED;
    }

    Reply reply(Recording recording) {
        return seed == null ? recording.reply() : recording.reply(seed);
    }

    @Override
    public String toString() {
        return seed == null ? "as recorded" : "split with seed " + seed;
    }

    private static final class Run {
        private static final long SEED = Long.getLong("replay.seed", System.nanoTime());
    }
}
