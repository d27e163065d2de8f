package dev.llmdriver.server.internal.chats;

import dev.llmdriver.spi.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logs what a store cannot do, the same sentence at most once in ten seconds: while a database is away everybody who asks fails.
 * Thread-safe.
 */
final class Complaints {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.server");
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int MOST_KEPT = 100;

    private final Scheduler clock;
    private final Map<String, Said> said = new HashMap<>(); // guarded by this

    Complaints(Scheduler clock) {
        this.clock = clock;
    }

    /**
     * A sentence.
     *
     * @param at when it was logged, in nanoseconds
     * @param unsaid how often it was not since
     */
    private record Said(long at, int unsaid) {}

    /**
     * Complains.
     *
     * @param sentence of our own
     * @param failure whose causes may quote what people said, so they are for whoever looks for them
     */
    void warn(String sentence, Throwable failure) {
        String line = line(sentence);
        if (line != null) {
            LOG.log(Level.WARNING, line);
        }
        LOG.log(Level.DEBUG, "the database's own words", failure);
    }

    private synchronized @Nullable String line(String sentence) {
        long now = clock.nanoTime();
        Said before = said.get(sentence);
        if (before != null && now - before.at() < PAUSE.toNanos()) {
            said.put(sentence, new Said(before.at(), before.unsaid() + 1));
            return null;
        }
        if (said.size() >= MOST_KEPT) {
            said.clear();
        }
        said.put(sentence, new Said(now, 0));
        return before == null || before.unsaid() == 0
                ? sentence
                : sentence + " (and " + before.unsaid() + " times more since it was last said)";
    }
}
