package dev.llmdriver.testkit.tck;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** Takes down all that is logged at any level, where {@code java.util.logging} is the backend, as it is by default. */
final class LogCapture extends Handler implements AutoCloseable {
    private final Logger root = Logger.getLogger("");
    private final Logger ours = Logger.getLogger("dev.llmdriver");
    private final Level before = root.getLevel();
    private final @Nullable Level oursBefore = ours.getLevel();
    private final Handler[] others = root.getHandlers();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    LogCapture() {
        setFormatter(new SimpleFormatter());
        setLevel(Level.ALL);
        for (Handler other : others) {
            root.removeHandler(other); // nobody wants to read this
        }
        root.addHandler(this);
        root.setLevel(Level.ALL);
        ours.setLevel(Level.ALL);
    }

    /** {@return what was logged so far} */
    String text() {
        return String.join("", lines);
    }

    @Override
    public void publish(@Nullable LogRecord logged) {
        if (logged != null) {
            lines.add(getFormatter().format(logged));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
        root.setLevel(before);
        ours.setLevel(oursBefore);
        for (Handler other : others) {
            root.addHandler(other);
        }
    }
}
