package dev.llmdriver.cli.internal;

import dev.llmdriver.client.batch.BatchLine;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stops a batch at the first line that fails for a reason which all lines share. Used on the batch's thread. */
final class Hopeless implements Consumer<BatchLine> {
    private static final Set<ErrorKind> SHARED = EnumSet.of(ErrorKind.AUTHENTICATION, ErrorKind.QUOTA_EXHAUSTED);

    private final boolean keepGoing;
    private Runnable stop = () -> {};
    private @Nullable LlmException why;

    Hopeless(boolean keepGoing) {
        this.keepGoing = keepGoing;
    }

    /** Says how the batch is stopped. */
    void watch(Runnable toStop) {
        stop = toStop;
    }

    @Override
    public void accept(BatchLine line) {
        line.failure()
                .filter(failure -> !keepGoing && why == null && SHARED.contains(failure.kind()))
                .ifPresent(failure -> {
                    why = failure;
                    stop.run();
                });
    }

    /** {@return the failure that stopped the batch; empty if none did} */
    Optional<LlmException> why() {
        return Optional.ofNullable(why);
    }
}
