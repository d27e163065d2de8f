package dev.llmdriver.cli.internal;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.ollama.PullProgress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Brings a download's progress from its event loop, where nothing may block, to the command's thread. One step is under way at a time. */
final class Download implements Flow.Subscriber<PullProgress> {
    private final BlockingQueue<Supplier<Optional<PullProgress>>> steps = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;

    /** Hands every step on, until the download is complete; Ctrl-C cancels it. */
    void readAll(Consumer<PullProgress> reader) {
        Interrupts.during(this::cancel, () -> {
            Optional<PullProgress> next = next();
            while (next.isPresent()) {
                reader.accept(next.get());
                next = next();
            }
            return next;
        });
    }

    private Optional<PullProgress> next() {
        Flow.Subscription open = subscription;
        if (open != null) {
            open.request(1);
        }
        try {
            return steps.take().get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            cancel();
            throw cancelled();
        }
    }

    private void cancel() {
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
        steps.add(() -> {
            throw cancelled();
        });
    }

    private static LlmException cancelled() {
        return LlmException.builder(
                        ErrorKind.CANCELLED, "the download was cancelled; what came is kept for the next time")
                .build();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(PullProgress progress) {
        steps.add(() -> Optional.of(progress));
    }

    @Override
    public void onError(Throwable thrown) {
        steps.add(() -> {
            throw LlmException.of(thrown).onThisStack();
        });
    }

    @Override
    public void onComplete() {
        steps.add(Optional::empty);
    }
}
