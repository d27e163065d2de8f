package dev.llmdriver.internal;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.EventLoopDetector;
import java.util.List;
import java.util.ServiceLoader;
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
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw LlmException.builder(
                            ErrorKind.CANCELLED, "the waiting thread was interrupted, so the call was cancelled")
                    .reason("interrupted")
                    .cause(interrupted)
                    .build();
        } catch (ExecutionException failed) {
            throw LlmException.of(failed).onThisStack();
        }
    }
}
