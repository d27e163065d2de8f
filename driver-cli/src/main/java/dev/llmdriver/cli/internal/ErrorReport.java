package dev.llmdriver.cli.internal;

import dev.llmdriver.error.LlmException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Tells of a failure: one line, {@code error: <kind>: message}; with {@code --verbose} what is behind it; or one JSON object. */
final class ErrorReport {
    private final Io io;
    private final boolean json;
    private final boolean verbose;

    ErrorReport(Io io, boolean json, boolean verbose) {
        this.io = io;
        this.json = json;
        this.verbose = verbose;
    }

    /** Reports anything thrown and returns the exit code for it. */
    int report(Throwable thrown) {
        if (thrown instanceof OutputLostException lost) {
            return outputLost(lost);
        }
        LlmException failure = LlmException.of(thrown);
        try {
            io.out().endLine();
            if (json) {
                io.out().println(ErrorJson.of(failure));
            }
        } catch (OutputLostException lost) {
            return outputLost(lost);
        }
        if (!json) {
            io.say("error: " + failure.kind().wireName() + ": " + failure.getMessage());
        }
        if (verbose) {
            details(failure);
            causes(failure);
        }
        return ExitCodes.of(failure);
    }

    private int outputLost(OutputLostException lost) {
        if (lost.isBrokenPipe()) {
            return ExitCodes.BROKEN_PIPE;
        }
        io.say("error: configuration: cannot write to standard output: " + lost.getMessage()
                + "; check where it is redirected to");
        return ExitCodes.USAGE;
    }

    private void details(LlmException failure) {
        StringBuilder line = new StringBuilder("  phase " + failure.phase().wireName());
        failure.status().ifPresent(status -> line.append(", status ").append(status));
        failure.code().ifPresent(code -> line.append(", code ").append(code));
        failure.requestId().ifPresent(id -> line.append(", request ").append(id));
        io.say(line.append(", attempts ").append(failure.attempts().size()).toString());
        failure.excerpt().ifPresent(excerpt -> io.say("  answer: " + excerpt));
    }

    private void causes(LlmException failure) {
        Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
        String last = String.valueOf(failure.getMessage());
        for (Throwable each = failure; each != null && told.add(each); each = each.getCause()) {
            String message = String.valueOf(each.getMessage());
            if (!message.equals(last)) { // a copy on the caller's stack says the same again
                io.say("  caused by " + each.getClass().getSimpleName() + ": " + message);
            }
            last = message;
            for (Throwable other : each.getSuppressed()) {
                io.say("  besides " + other.getClass().getSimpleName() + ": " + other.getMessage());
            }
        }
    }
}
