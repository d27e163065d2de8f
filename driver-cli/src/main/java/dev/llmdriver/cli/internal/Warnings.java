package dev.llmdriver.cli.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Shows what a server logs as a warning or worse, a line each, as the log is silent else: whoever runs it is to mend that. */
final class Warnings extends Handler {
    /** Kept here, for the JDK forgets loggers that nobody keeps. */
    private static final Logger SERVER = Logger.getLogger("dev.llmdriver");

    private final Io io;

    private Warnings(Io io) {
        this.io = io;
        setLevel(Level.WARNING);
    }

    /** Shows them until the process ends, unless the user has configured a log of his own. */
    static void show(Io io) {
        if (Silence.isKept()) {
            SERVER.addHandler(new Warnings(io));
        }
    }

    @Override
    public void publish(@Nullable LogRecord logged) {
        if (logged != null && isLoggable(logged)) {
            Instant time = logged.getInstant().truncatedTo(ChronoUnit.SECONDS);
            io.say(time + " warning: " + logged.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
