package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.Mode;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets a run end once, and keeps what it throws, errors too, from the call: whoever measures must change nothing. */
final class SafeRun<R> implements Run<R> {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.micrometer");

    private final CallContext call;
    private final @Nullable Run<R> run;
    private final AtomicBoolean ended = new AtomicBoolean();

    private SafeRun(CallContext call, @Nullable Run<R> run) {
        this.call = call;
        this.run = run;
    }

    static <Q, R> SafeRun<R> start(Watcher<Q, R> watcher, Q request, CallContext call, Mode mode) {
        try {
            Run<R> run = watcher.start(request, call, mode);
            return new SafeRun<>(run.call(), run);
        } catch (Throwable thrown) {
            log(thrown);
            return new SafeRun<>(call, null);
        }
    }

    @Override
    public CallContext call() {
        return call;
    }

    @Override
    public void event(ChatEvent event) {
        if (run != null && !ended.get()) {
            try {
                run.event(event);
            } catch (Throwable thrown) {
                log(thrown);
            }
        }
    }

    @Override
    public void answered(R answer) {
        end(watching -> watching.answered(answer));
    }

    @Override
    public void failed(LlmException failure) {
        end(watching -> watching.failed(failure));
    }

    private void end(Consumer<Run<R>> how) {
        if (run != null && ended.compareAndSet(false, true)) {
            try {
                how.accept(run);
            } catch (Throwable thrown) {
                log(thrown);
            }
        }
    }

    private static void log(Throwable thrown) {
        LOG.log(Level.WARNING, "a call could not be measured; it goes on unmeasured", thrown);
    }
}
