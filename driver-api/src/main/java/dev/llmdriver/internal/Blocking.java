package dev.llmdriver.internal;

import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.EventLoopDetector;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting on behalf of the blocking faces. */
final class Blocking {
    private static final List<EventLoopDetector> DETECTORS =
            ServiceLoader.load(EventLoopDetector.class, EventLoopDetector.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private Blocking() {}

    /** Fails on an event loop, naming what to call instead. */
    static void guard(String method, String twin) {
        for (EventLoopDetector detector : DETECTORS) {
            if (detector.onEventLoop()) {
                throw new IllegalStateException(method + " would block the event loop "
                        + Thread.currentThread().getName() + "; use " + twin);
            }
        }
    }

    /** Waits; an interrupt cancels the call. What is thrown carries the caller's own stack. */
    static <T> T await(CompletableFuture<T> future) {
        return await(future, () -> future.cancel(true));
    }

    /** Waits; an interrupt runs what cancels the call, which must end the future. */
    static <T> T await(CompletableFuture<T> future, Runnable cancel) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            cancel.run();
            throw interrupted(future, interrupted);
        } catch (ExecutionException | CancellationException failed) {
            throw LlmException.of(failed).onThisStack();
        }
    }

    private static LlmException interrupted(CompletableFuture<?> future, InterruptedException cause) {
        Throwable failure = future.handle((value, thrown) -> thrown).join();
        LlmException known = failure == null ? cancelled() : LlmException.of(failure);
        return known instanceof CancelledException
                ? known.toBuilder().reason("interrupted").cause(cause).build()
                : known.onThisStack();
    }

    private static LlmException cancelled() {
        return LlmException.builder(ErrorKind.CANCELLED, "the waiting thread was interrupted")
                .build();
    }
}
